/** W51: what staff may see and do, for the wall in its own words: not the product's table. */
import { randomUUID } from 'node:crypto'
import { expect } from '@playwright/test'
import { z } from 'zod'
import type { Victim } from '../support/victim.ts'
import { drawKept } from './kept-picture.ts'
import type { StaffRole } from './staff.ts'
import { withOwner } from './sql.ts'
import { commentActions, moderators } from './staff-comments.ts'

/** Everybody who works here; who looks readers up; who gives money back. */
const everybody: StaffRole[] = ['support', 'writer', 'editor', 'admin']
const desk: StaffRole[] = ['support', 'admin']
const admins: StaffRole[] = ['admin']
/** Who writes, and who edits what is written. */
const writers: StaffRole[] = ['writer', 'editor', 'admin']

export const nobody = '0190b0e0-0000-7000-8000-000000000000'

type Page = {
  may: StaffRole[]
  path: (victim: Victim) => string
  /** What the audit log says of it; null: it shows nobody in particular. */
  audit: string | null
}

const looked = 'Looked this reader up'

/** Every page of the newsroom, by its route. */
export const staffPages: Record<string, Page> = {
  '/newsroom': { may: everybody, path: () => '/newsroom', audit: null },
  '/newsroom/billing': { may: desk, path: () => '/newsroom/billing', audit: null },
  '/newsroom/comments': { may: moderators, path: () => '/newsroom/comments?show=all', audit: null },
  '/newsroom/comments/words': {
    may: moderators,
    path: () => '/newsroom/comments/words',
    audit: null,
  },
  '/newsroom/comments/[id]': {
    may: moderators,
    path: ({ comment }) => `/newsroom/comments/${comment}`,
    audit: null,
  },
  '/newsroom/readers': {
    may: desk,
    path: ({ email }) => `/newsroom/readers?${new URLSearchParams({ q: email })}`,
    audit: 'Searched readers',
  },
  '/newsroom/readers/found': {
    may: desk,
    path: ({ email }) => `/newsroom/readers/found?${new URLSearchParams({ q: email })}`,
    audit: 'Searched readers',
  },
  '/newsroom/readers/[id]': {
    may: desk,
    path: ({ reader }) => `/newsroom/readers/${reader}`,
    audit: looked,
  },
  '/newsroom/readers/[id]/grant': {
    may: desk,
    path: ({ reader }) => `/newsroom/readers/${reader}/grant`,
    audit: looked,
  },
  '/newsroom/readers/[id]/give-back': {
    may: admins,
    path: ({ reader, payment }) => `/newsroom/readers/${reader}/give-back?payment=${payment}`,
    audit: looked,
  },
  '/newsroom/readers/[id]/refund': {
    may: admins,
    path: ({ reader, subscription }) =>
      `/newsroom/readers/${reader}/refund?subscription=${subscription}`,
    audit: looked,
  },
  '/newsroom/front': { may: moderators, path: () => '/newsroom/front', audit: null },
  '/newsroom/front/[name]': {
    may: moderators,
    path: () => '/newsroom/front/lead?q=wall',
    audit: null,
  },
  '/newsroom/newsletters': {
    may: moderators,
    path: () => '/newsroom/newsletters',
    audit: null,
  },
  '/newsroom/pictures': { may: writers, path: () => '/newsroom/pictures', audit: null },
  '/newsroom/pictures/add': { may: writers, path: () => '/newsroom/pictures/add', audit: null },
  '/newsroom/pictures/[id]': {
    may: writers,
    path: ({ picture }) => `/newsroom/pictures/${picture}`,
    audit: null,
  },
  '/newsroom/pictures/[id]/file': {
    may: writers,
    path: ({ picture }) => `/newsroom/pictures/${picture}/file`,
    audit: null,
  },
}

export type Action = {
  may: StaffRole[]
  page: (victim: Victim) => string
  /** The fields with which it succeeds, made for each who sends them. */
  fields: (victim: Victim) => Promise<Record<string, string | Buffer>>
  audit: string
  /** What a browser is answered when it is done; left out: it is led on. */
  answers?: 200
}

const readerPage = ({ reader }: Victim) => `/newsroom/readers/${reader}`
const billing = () => '/newsroom/billing'
const why = 'A test of the wall'

/** Every action of the newsroom, in an order in which each can still succeed. */
export const staffActions: Record<string, Action> = {
  syncNow: {
    may: desk,
    page: readerPage,
    fields: async ({ reader }) => Promise.resolve({ id: reader }),
    audit: 'Synced with Stripe',
  },
  giveReaderAccess: {
    may: desk,
    page: (victim) => `${readerPage(victim)}/grant`,
    fields: async ({ reader }) =>
      Promise.resolve({ id: reader, form: randomUUID(), days: '9', why }),
    audit: 'Gave access for 9 days',
  },
  takeReaderAccessBack: {
    may: desk,
    page: readerPage,
    fields: async ({ reader }) => ({ id: reader, grant: await openGrant(reader) }),
    audit: 'Took access back',
  },
  giveBackPayment: {
    may: admins,
    page: (victim) => `${readerPage(victim)}/give-back`,
    fields: async ({ reader, payment }) =>
      Promise.resolve({
        id: reader,
        payment,
        form: randomUUID(),
        currency: 'usd',
        shown: '500',
        amount: '1',
        why,
      }),
    audit: 'Refunded a payment',
  },
  refundReader: {
    may: admins,
    page: (victim) => `${readerPage(victim)}/refund`,
    // What is left of five dollars when the action before has given one back.
    fields: async ({ reader, subscription }) =>
      Promise.resolve({ id: reader, subscription, shown: '400', why }),
    audit: 'Refunded and ended a subscription',
  },
  replay: {
    may: admins,
    page: billing,
    fields: async (victim) => ({ id: await eventOf(victim) }),
    audit: 'Replayed a Stripe event',
  },
  replayAll: {
    may: admins,
    page: billing,
    fields: async (victim) => ({ id: await giveUp(await eventOf(victim)) }),
    audit: 'Replayed all Stripe events that were given up',
  },
  settleByHand: {
    may: desk,
    page: billing,
    fields: async (victim) => ({ id: await openWithdrawal(victim) }),
    audit: 'Settled a withdrawal by hand',
  },
  changeFrontPage: {
    may: moderators,
    page: () => '/newsroom/front',
    // What stands at the foot of the page, one step up: it matters to nobody.
    fields: async () => ({
      do: 'move',
      name: 'newsletter',
      to: 'up',
      words: why,
      edition: await frontEdition(),
    }),
    audit: 'Moved a container of the front page',
    answers: 200,
  },
  sendTestIssue: {
    may: moderators,
    page: () => '/newsroom/newsletters',
    fields: async () => Promise.resolve({ newsletter: 'the-long-line' }),
    audit: 'Sent themselves a test of a newsletter',
  },
  addPicture: {
    may: writers,
    page: () => '/newsroom/pictures/add',
    fields: async () => Promise.resolve({ file: drawKept(randomUUID()).bytes, alt: why }),
    audit: 'Added a picture',
  },
  sayOfPicture: {
    may: writers,
    page: ({ picture }) => `/newsroom/pictures/${picture}`,
    fields: async () => ({ id: await unusedPicture(), alt: why, caption: why, credit: '' }),
    audit: 'Described a picture',
  },
  deletePicture: {
    may: writers,
    page: ({ picture }) => `/newsroom/pictures/${picture}`,
    fields: async () => ({ id: await unusedPicture() }),
    audit: 'Deleted a picture',
  },
  ...commentActions,
}

const found = z.tuple([z.object({ id: z.string() })])

async function openGrant(reader: string): Promise<string> {
  const [row] = await withOwner(async (owner) =>
    found.parse([
      ...(await owner`
        select id from access_grant where reader_id = ${reader} and revoked_at is null limit 1`),
    ]),
  )
  return row.id
}

/** The first event that came in for them, once it is processed. */
async function eventOf({ reader }: Victim): Promise<string> {
  const first = async () =>
    withOwner(
      (owner) => owner`
        select e.id, e.processed_at is not null as processed
          from stripe_event e join stripe_customer c using (customer_id)
         where c.reader_id = ${reader} order by e.arrival limit 1`,
    )
  await expect.poll(async () => (await first())[0]?.processed).toBe(true)
  return found.parse([...(await first())])[0].id
}

/** What a form of the front page sends, so that nobody changes what they have not seen. */
async function frontEdition(): Promise<string> {
  const [row] = await withOwner(async (owner) =>
    z
      .tuple([z.object({ number: z.number() })])
      .parse([...(await owner`select number from front_edition`)]),
  )
  return String(row.number)
}

/** A picture that no article shows; nobody has taken its files in. */
async function unusedPicture(): Promise<string> {
  const [row] = await withOwner(async (owner) =>
    found.parse([
      ...(await owner`
        insert into picture (hash, type, width, height, bytes, alt)
        values (${randomUUID().replaceAll('-', '')}, 'png', 120, 80, 1, ${why}) returning id`),
    ]),
  )
  return row.id
}

/** As if it had failed ten times. */
async function giveUp(event: string): Promise<string> {
  await withOwner((owner) => owner`update stripe_event set outcome = 'dead' where id = ${event}`)
  return event
}

/** A withdrawal of theirs that somebody has to settle: the one there is, or a new one. */
async function openWithdrawal({ email, reader }: Victim): Promise<string> {
  const [row] = await withOwner(async (owner) => {
    await owner`
      insert into withdrawal (name, email, via, reader_id, outcome)
      select 'A. Reader', ${email}, 'form', ${reader}, 'by_hand'
       where not exists (select from withdrawal where email = ${email} and settled_at is null)`
    return found.parse([
      ...(await owner`select id from withdrawal where email = ${email} and settled_at is null`),
    ])
  })
  return row.id
}
