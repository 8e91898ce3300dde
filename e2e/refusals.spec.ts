/**
 * What must be refused, sent over plain HTTP to the actions themselves: no page has to offer it. Which role
 * may do what in the newsroom is tried by the wall (W51).
 */
import { randomUUID } from 'node:crypto'
import { expect, test } from '@playwright/test'
import { z } from 'zod'
import { builtActions, forgeForm } from './support/actions.ts'
import { endCallers, signedInCaller } from './support/callers.ts'
import { readForm, sendForm } from './support/forms.ts'
import { somebody } from './support/people.ts'
import { staffCaller } from './support/staff.ts'
import { stack } from './support/stack.ts'
import { askStripe } from './support/stripe.ts'
import { makeVictim, type Victim } from './support/victim.ts'
import { withOwner } from './wall/sql.ts'

const nobodysId = '0190b0e0-0000-7000-8000-000000000000'
const desk = `/newsroom/readers/${nobodysId}`
const toSignIn = (to: string) => `/sign-in?${new URLSearchParams({ to })}`

/** Every action of the build: a page it is sent to, and where it leads who is nobody. Null: it says so on the page. */
const actions: Record<string, { page: string; nobody: string | null }> = {
  replay: { page: '/newsroom/billing', nobody: toSignIn('/newsroom/billing') },
  replayAll: { page: '/newsroom/billing', nobody: toSignIn('/newsroom/billing') },
  syncNow: { page: desk, nobody: toSignIn('/newsroom/readers') },
  takeReaderAccessBack: { page: desk, nobody: toSignIn('/newsroom/readers') },
  giveReaderAccess: { page: `${desk}/grant`, nobody: toSignIn('/newsroom/readers') },
  giveBackPayment: { page: `${desk}/give-back`, nobody: toSignIn('/newsroom/readers') },
  settleByHand: { page: '/newsroom/billing', nobody: toSignIn('/newsroom/billing') },
  refundReader: { page: `${desk}/refund`, nobody: toSignIn('/newsroom/readers') },
  ...Object.fromEntries(
    [
      'letCommentStand',
      'holdCommentBack',
      'pickForReaders',
      'removeForGood',
      'banFromComments',
      'liftCommentBan',
      'closeArticleComments',
    ].map((name) => [
      name,
      { page: `/newsroom/comments/${nobodysId}`, nobody: toSignIn('/newsroom/comments') },
    ]),
  ),
  ...Object.fromEntries(
    ['addHeldWord', 'dropHeldWord'].map((name) => [
      name,
      { page: '/newsroom/comments/words', nobody: toSignIn('/newsroom/comments/words') },
    ]),
  ),
  changeFrontPage: { page: '/newsroom/front', nobody: toSignIn('/newsroom/front') },
  sendTestIssue: { page: '/newsroom/newsletters', nobody: toSignIn('/newsroom/newsletters') },
  addPicture: { page: '/newsroom/pictures/add', nobody: toSignIn('/newsroom/pictures/add') },
  sayOfPicture: {
    page: `/newsroom/pictures/${nobodysId}`,
    nobody: toSignIn('/newsroom/pictures'),
  },
  deletePicture: {
    page: `/newsroom/pictures/${nobodysId}`,
    nobody: toSignIn('/newsroom/pictures'),
  },
  managePayment: { page: '/account', nobody: toSignIn('/account') },
  endSession: { page: '/account', nobody: toSignIn('/account') },
  resume: { page: '/account', nobody: toSignIn('/account') },
  cancel: { page: '/account/cancel', nobody: toSignIn('/account/cancel') },
  pause: { page: '/account/pause', nobody: toSignIn('/account/pause') },
  confirmSwitch: { page: '/account/plan', nobody: toSignIn('/account/plan') },
  askForChange: { page: '/account/email', nobody: toSignIn('/account/email') },
  renewFeed: { page: '/account/feed', nobody: toSignIn('/account/feed') },
  endFeed: { page: '/account/feed', nobody: toSignIn('/account/feed') },
  saveOwnNewsletters: {
    page: '/account/newsletters',
    nobody: toSignIn('/account/newsletters'),
  },
  giveThisArticle: {
    page: '/account/gift-links/new',
    nobody: toSignIn('/account/gift-links/new?article='),
  },
  takeLinkBack: { page: '/account/gift-links', nobody: toSignIn('/account/gift-links') },
  removeFromSaved: { page: '/account/saved', nobody: toSignIn('/account/saved') },
  undoRemoval: { page: '/account/saved', nobody: toSignIn('/account/saved') },
  ...Object.fromEntries(
    ['switchHistoryOn', 'switchHistoryOff', 'emptyHistory', 'removeReading'].map((name) => [
      name,
      { page: '/account/history', nobody: toSignIn('/account/history') },
    ]),
  ),
  deleteMyAccount: { page: '/account/delete', nobody: toSignIn('/account/delete') },
  giveGift: { page: '/gift', nobody: toSignIn('/gift') },
  redeem: { page: '/gift/redeem', nobody: toSignIn('/gift/redeem?code=') },
  subscribe: { page: '/subscribe', nobody: toSignIn('/subscribe?plan=&from=%2F') },
  changeName: { page: '/account/comments', nobody: toSignIn('/account/comments') },
  takeBack: { page: '/comments/edit', nobody: toSignIn('/account/comments') },
  sendReport: { page: '/comments/report', nobody: toSignIn('/comments/report?comment=') },
  // What was typed is kept: the page itself says to sign in.
  sendComment: { page: '/comments/write?article=let-the-fields-flood', nobody: null },
  sendEdit: { page: `/comments/edit?comment=${nobodysId}`, nobody: null },
  // These are for anybody: what they need is in the form.
  signOut: { page: '/account', nobody: '/' },
  signOutEverywhere: { page: '/account', nobody: '/' },
  confirmChange: { page: '/account/email/confirm', nobody: '/account/email/confirm' },
  // Without a link that we made they do nothing, whoever sends them.
  confirmNewsletters: { page: '/newsletters/confirm', nobody: '/newsletters/confirm?' },
  saveChoice: { page: '/newsletters/preferences', nobody: '/newsletters/preferences?' },
  leave: { page: '/newsletters/leave', nobody: '/newsletters/leave?' },
  askForNewsletters: { page: '/newsletters', nobody: null },
  followLink: { page: '/sign-in/confirm', nobody: '/sign-in/confirm' },
  enterCode: { page: '/sign-in/code', nobody: '/sign-in' },
  askForCode: { page: '/sign-in', nobody: null },
  takeStep: { page: '/withdraw', nobody: null },
}

const forged = (name: string) => forgeForm(name, actions[name]?.page ?? '')

test('every action of the build stands in the table', () => {
  expect([...builtActions().keys()].toSorted()).toEqual(Object.keys(actions).toSorted())
})

test('nobody is led to sign in by whatever they send', async ({ request }) => {
  for (const [name, { nobody }] of Object.entries(actions)) {
    const { status, location } = await sendForm(request, forged(name))
    expect([name, status, location ?? null]).toEqual([name, nobody === null ? 200 : 303, nobody])
  }
})

test('from another site nothing is taken, whoever asks', async ({ request }) => {
  for (const Origin of ['https://evil.example', 'null'])
    for (const name of Object.keys(actions)) {
      const { path, fields } = forged(name)
      const sent = { headers: { Origin }, multipart: fields, maxRedirects: 0 }
      const answer = await request.post(`${stack().site}${path}`, sent)
      expect([name, answer.status()]).toEqual([name, 403])
    }
})

const subscriptionShape = z.object({
  id: z.string(),
  status: z.string(),
  cancel_at: z.number().nullable(),
  cancel_at_period_end: z.boolean(),
  pause_collection: z.unknown(),
  items: z.object({ data: z.array(z.object({ price: z.object({ id: z.string() }) })) }),
})
/** All of theirs that must not change: at Stripe, with us, and in the audit log. */
async function standingOf({ email, caller, reader, subscription }: Victim) {
  const rows = await withOwner(
    (owner) => owner`
      select r.email, r.deleted_at, s.status, s.cancel_at, g.revoked_at, g.ends_at,
             (select count(*)::int from access_grant where reader_id = r.id) as grants,
             (select count(*)::int from charge c where c.customer_id = k.customer_id
                 and c.amount_refunded > 0) as refunds,
             (select array_agg(action order by id) from audit_entry where subject_id = r.id) as audit
        from reader r join access_grant g on g.reader_id = r.id
        join stripe_customer k on k.reader_id = r.id
        join subscription s on s.customer_id = k.customer_id
       where r.id = ${reader}`,
  )
  const at = await askStripe(`/v1/subscriptions/${subscription}`, subscriptionShape)
  const page = await (await caller.get(`${stack().site}/account`)).text()
  return { rows: [...rows], at, isSignedIn: page.includes(email) }
}

test('a reader reaches nothing of somebody else’s, whatever ids a form names', async () => {
  const [victim, attacker] = await Promise.all([makeVictim(), signedInCaller(somebody('attacker'))])
  const before = await standingOf(victim)
  expect(before).toMatchObject({ rows: [{ status: 'active' }], isSignedIn: true })
  const { reader, subscription, session, grant, email } = victim
  const theirs = { id: reader, reader, readerId: reader, subscription, session, grant, email }
  const send = (name: string, more: Record<string, string> = {}) =>
    sendForm(attacker, forged(name), { ...theirs, ...more })

  for (const [name, location] of [
    ['endSession', '/account'],
    ['cancel', '/account?notice=nothing_to_cancel'],
    ['resume', '/account?notice=nothing_to_resume'],
    ['pause', '/account?notice=not_pausable'],
    ['confirmSwitch', '/account/plan'],
  ] as const)
    expect([name, await send(name, { plan: 'annual', at: '1', shown: '0' })]).toMatchObject([
      name,
      { status: 303, location },
    ])
  expect((await send('managePayment')).location).toBeUndefined()
  const end = await readForm(attacker, '/account/delete', 'Delete my account')
  expect((await sendForm(attacker, end, theirs)).html).toContain('not the address of this account')
  // Whether an address has an account is not told: the answer is that for any address.
  const change = await readForm(attacker, '/account/email', 'Send me a link')
  expect((await sendForm(attacker, change, theirs)).html).toContain('We have sent a mail to')
  const copy = await attacker.get(`${stack().site}/account/export`)
  expect(copy.headers()['cache-control']).toBe('private, no-store')
  const text = await copy.text()
  for (const secret of [reader, subscription, session, grant]) expect(text).not.toContain(secret)

  expect(await standingOf(victim)).toEqual(before)
  await endCallers()
})

test('staff do no more than their role may, and for the reader of the form', async () => {
  const victim = await makeVictim()
  const before = await standingOf(victim)
  const { reader, subscription, grant, payment } = victim
  const order = {
    id: reader,
    form: randomUUID(),
    grant,
    subscription,
    payment,
    shown: '500',
    amount: '1',
    currency: 'usd',
    days: '9',
    why: 'A test',
  }
  const support = await staffCaller('support')
  const long = await sendForm(support, forged('giveReaderAccess'), { ...order, days: '31' })
  expect(long.location).toBeUndefined()
  // An admin whose form names another reader than the subscription or the grant has.
  const admin = await staffCaller('admin')
  const [other] = await withOwner(
    (owner) => owner`select id from reader where email = 'writer@leadline.example'`,
  )
  const mixed = { ...order, id: z.string().parse(other?.id) }
  const refused = await sendForm(admin, forged('refundReader'), mixed)
  expect(refused.location).toBe(`/newsroom/readers/${mixed.id}`)
  const theirs = await sendForm(admin, forged('giveBackPayment'), mixed)
  expect(theirs.location).toBe(`/newsroom/readers/${mixed.id}`)
  const kept = await sendForm(admin, forged('takeReaderAccessBack'), mixed)
  expect(kept.location).toBe(`/newsroom/readers/${mixed.id}?did=nothing`)

  expect(await standingOf(victim)).toEqual(before)
  await endCallers()
})
