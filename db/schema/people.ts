/** Readers, how they sign in, who works here, and what staff did. */
import { sql } from 'drizzle-orm'
import {
  bigint,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uuid,
} from 'drizzle-orm/pg-core'
import { madeAt, moment, timeOrderedId } from './columns.ts'

/** A person with an account. `email` is lower case; property names are those of the Auth.js adapter. */
export const reader = pgTable(
  'reader',
  {
    id: timeOrderedId(),
    name: text('name'),
    email: text('email').notNull().unique(),
    emailVerified: moment('email_verified'),
    image: text('image'),
    createdAt: madeAt('created_at'),
    /** From then on this row is a pseudonym, kept for the invoices that the tax law asks for. */
    deletedAt: moment('deleted_at'),
  },
  (t) => [
    check('reader_deleted_is_nobody', sql`${t.deletedAt} is null or ${t.name} is null`),
    check('reader_email_lower_case', sql`${t.email} = lower(${t.email})`),
    // A collation has no say in what begins with what.
    index('reader_by_address_start').on(t.email.op('text_pattern_ops')),
    index('reader_by_name_start')
      .on(sql`lower(${t.name}) text_pattern_ops`)
      .where(sql`name is not null`),
    index('reader_search').using(
      'gin',
      sql`(${t.email} || ' ' || coalesce(${t.name}, '')) gin_trgm_ops`,
    ),
  ],
)

/** A signed-in browser. The cookie holds the token; this table holds only its SHA-256. */
export const session = pgTable(
  'session',
  {
    sessionToken: text('token_hash').primaryKey(),
    /** What a page may show and a form may name, to end this session. */
    id: uuid('id')
      .notNull()
      .unique()
      .default(sql`gen_random_uuid()`),
    userId: uuid('reader_id')
      .notNull()
      .references(() => reader.id, { onDelete: 'cascade' }),
    expires: moment('expires_at').notNull(),
    device: text('device').notNull().default('Unknown device'),
    createdAt: madeAt('created_at'),
  },
  (t) => [
    index('session_by_reader').on(t.userId),
    check('session_token_is_hash', sql`${t.sessionToken} ~ '^[0-9a-f]{64}$'`),
  ],
)

/** Accounts elsewhere that a reader signs in with. Auth.js wants the table; nobody offers one yet. */
export const account = pgTable(
  'account',
  {
    userId: uuid('reader_id')
      .notNull()
      .references(() => reader.id, { onDelete: 'cascade' }),
    type: text('type').$type<'oauth' | 'oidc' | 'email' | 'webauthn'>().notNull(),
    provider: text('provider').notNull(),
    providerAccountId: text('provider_account_id').notNull(),
    refresh_token: text('refresh_token'),
    access_token: text('access_token'),
    expires_at: integer('expires_at'),
    token_type: text('token_type'),
    scope: text('scope'),
    id_token: text('id_token'),
    session_state: text('session_state'),
  },
  (t) => [
    primaryKey({ columns: [t.provider, t.providerAccountId] }),
    check(
      'account_holds_no_token',
      sql`num_nonnulls(${t.refresh_token}, ${t.access_token}, ${t.id_token}) = 0`,
    ),
  ],
)

/** Auth.js spends one of these for each session it makes; it lives for the length of one request. */
export const verificationToken = pgTable(
  'verification_token',
  {
    identifier: text('identifier').notNull(),
    token: text('token').notNull(),
    expires: moment('expires_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.identifier, t.token] }),
    check('verification_token_is_hash', sql`${t.token} ~ '^[0-9a-f]{64}$'`),
  ],
)

/** One mail with a link and a code. Both open the same door once, for thirty minutes, in five tries. */
export const signInChallenge = pgTable(
  'sign_in_challenge',
  {
    id: timeOrderedId(),
    email: text('email').notNull(),
    linkHash: text('link_hash').notNull().unique(),
    codeHash: text('code_hash').notNull(),
    tries: integer('tries').notNull().default(0),
    /** Sealed (`lib/auth/seal.ts`): the address somebody was at may hold the code of a gift. */
    returnTo: text('return_to').notNull(),
    createdAt: madeAt('created_at'),
    expiresAt: moment('expires_at').notNull(),
    usedAt: moment('used_at'),
  },
  (t) => [
    index('sign_in_challenge_by_email').on(t.email, t.createdAt.desc().nullsFirst()),
    check('sign_in_challenge_tries', sql`${t.tries} between 0 and 5`),
    check('sign_in_challenge_link_is_hash', sql`${t.linkHash} ~ '^[0-9a-f]{64}$'`),
    check('sign_in_challenge_code_is_hash', sql`${t.codeHash} ~ '^[0-9a-f]{64}$'`),
    check('sign_in_challenge_return_is_sealed', sql`${t.returnTo} ~ '^[A-Za-z0-9_-]{38,}$'`),
  ],
)

/** A wish to use another address. It holds from when the link that was sent there is opened. */
export const emailChange = pgTable(
  'email_change',
  {
    id: timeOrderedId(),
    readerId: uuid('reader_id')
      .notNull()
      .references(() => reader.id, { onDelete: 'cascade' }),
    newEmail: text('new_email').notNull(),
    linkHash: text('link_hash').notNull().unique(),
    createdAt: madeAt('created_at'),
    expiresAt: moment('expires_at').notNull(),
    usedAt: moment('used_at'),
  },
  (t) => [
    index('email_change_by_reader').on(t.readerId, t.createdAt.desc().nullsFirst()),
    check('email_change_lower_case', sql`${t.newEmail} = lower(${t.newEmail})`),
    check('email_change_link_is_hash', sql`${t.linkHash} ~ '^[0-9a-f]{64}$'`),
  ],
)

/** A reader's own feed with whole texts. Its address holds the token; this table holds only its SHA-256. */
export const privateFeed = pgTable(
  'private_feed',
  {
    readerId: uuid('reader_id')
      .primaryKey()
      .references(() => reader.id, { onDelete: 'cascade' }),
    tokenHash: text('token_hash').notNull().unique(),
    madeAt: madeAt('made_at'),
  },
  (t) => [check('private_feed_token_is_hash', sql`${t.tokenHash} ~ '^[0-9a-f]{64}$'`)],
)

/** Who works here, and as what. */
export const staffMember = pgTable(
  'staff_member',
  {
    readerId: uuid('reader_id')
      .primaryKey()
      .references(() => reader.id, { onDelete: 'cascade' }),
    role: text('role', { enum: ['support', 'writer', 'editor', 'admin'] }).notNull(),
    addedAt: madeAt('added_at'),
  },
  (t) => [check('staff_member_role', sql`${t.role} in ('support', 'writer', 'editor', 'admin')`)],
)

/** Access given, not bought. */
export const accessGrant = pgTable(
  'access_grant',
  {
    id: timeOrderedId(),
    readerId: uuid('reader_id')
      .notNull()
      .references(() => reader.id, { onDelete: 'cascade' }),
    kind: text('kind', { enum: ['staff', 'gift'] }).notNull(),
    giver: text('giver').notNull(),
    why: text('why').notNull(),
    startsAt: madeAt('starts_at'),
    endsAt: moment('ends_at').notNull(),
    revokedAt: moment('revoked_at'),
    createdAt: madeAt('created_at'),
    /** Of the form it was given by, so that a form sent twice gives once. */
    onceKey: uuid('once_key').unique(),
  },
  (t) => [
    index('access_grant_by_reader').on(t.readerId),
    check('access_grant_kind', sql`${t.kind} in ('staff', 'gift')`),
    check('access_grant_ends_later', sql`${t.endsAt} > ${t.startsAt}`),
  ],
)

/** What staff did and looked at. Rows are added, never changed: a trigger and the role's rights see to it. */
export const auditEntry = pgTable(
  'audit_entry',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    at: madeAt('at'),
    actorId: uuid('actor_id'),
    actor: text('actor').notNull(),
    action: text('action').notNull(),
    subjectId: uuid('subject_id'),
    detail: jsonb('detail').notNull().default({}),
  },
  (t) => [index('audit_entry_by_subject').on(t.subjectId, t.at.desc().nullsFirst())],
)
