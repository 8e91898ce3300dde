import { expect, test } from 'vitest'
import { useTestDatabase } from './testing/database.ts'

const database = useTestDatabase()

/** Columns whose name says that a secret could be in them, and what is in them instead. */
const columns: Record<string, 'hash' | 'sealed' | 'empty' | 'no secret'> = {
  'session.token_hash': 'hash',
  'sign_in_challenge.link_hash': 'hash',
  // Six digits, so keyed with AUTH_SECRET, and good for five tries.
  'sign_in_challenge.code_hash': 'hash',
  'sign_in_challenge.return_to': 'sealed',
  'email_change.link_hash': 'hash',
  'verification_token.token': 'hash',
  'gift.code_hash': 'hash',
  'private_feed.token_hash': 'hash',
  'gift_link.token_hash': 'hash',
  'account.refresh_token': 'empty',
  'account.access_token': 'empty',
  'account.id_token': 'empty',
  'account.token_type': 'no secret',
  // A path of our own, which its reader sees in their copy of their data.
  'checkout_attempt.return_to': 'no secret',
  'access_grant.once_key': 'no secret',
  'comment.once_key': 'no secret',
  'mail.once_key': 'no secret',
  'rate_limit.key': 'no secret',
  // Of the bytes of a picture, and of a map.
  'region_map.hash': 'no secret',
  'share_card.hash': 'no secret',
  'published_share_card.hash': 'no secret',
  'picture.hash': 'no secret',
  'picture_use.hash': 'no secret',
}

const shapes = {
  hash: (name: string) => `CHECK ((${name} ~ '^[0-9a-f]{64}$'::text))`,
  sealed: (name: string) => `CHECK ((${name} ~ '^[A-Za-z0-9_-]{38,}$'::text))`,
  empty: () => 'CHECK ((num_nonnulls(refresh_token, access_token, id_token) = 0))',
}

test('every column that could hold a secret is named here', async () => {
  const rows = await database.owner`
    select table_name || '.' || column_name as name from information_schema.columns
     where table_schema = 'public'
       and column_name ~ '(^|_)(token|hash|code|secret|password|link|key|credential)(_|$)|return_to'
     order by 1`
  const found = rows.map(({ name }) => String(name))
  expect(found.filter((name) => !(name in columns))).toEqual([])
})

test.each(Object.entries(columns).filter(([, kind]) => kind !== 'no secret'))(
  '%s holds a secret only as %s: PostgreSQL refuses anything else',
  async (column, kind) => {
    const [table = '', name = ''] = column.split('.')
    const checks = await database.owner`
      select pg_get_constraintdef(oid) as says from pg_constraint
       where contype = 'c' and conrelid = ${table}::regclass`
    const said = checks.map(({ says }) => String(says))
    expect(said).toContain(kind === 'no secret' ? '' : shapes[kind](name))
  },
)
