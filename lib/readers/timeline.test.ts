import { expect, test } from 'vitest'
import { buildTimeline } from './timeline.ts'

const at = (hour: number) => new Date(Date.UTC(2027, 2, 12, hour))
const event = (changes: Partial<Parameters<typeof buildTimeline>[0]['events'][number]>) => ({
  id: 'evt_1',
  type: 'invoice.paid',
  createdAt: at(3),
  outcome: 'synced',
  lastError: null,
  ...changes,
})
const nothing = {
  reader: { createdAt: at(1) },
  events: [],
  mails: [],
  sessions: [],
  audit: [],
  withdrawals: [],
}

test('what happened stands in one list, the newest first', () => {
  const timeline = buildTimeline({
    ...nothing,
    events: [event({})],
    mails: [{ subject: 'Welcome', state: 'sent', createdAt: at(4), lastError: null }],
    sessions: [{ device: 'Firefox on Linux', createdAt: at(2) }],
    audit: [{ at: at(5), actor: 'desk@example.org', action: 'Looked this reader up' }],
  })
  expect(timeline).toEqual([
    { at: at(5), kind: 'staff', text: 'Looked this reader up', detail: 'desk@example.org' },
    { at: at(4), kind: 'mail', text: 'Mail “Welcome”', detail: 'sent' },
    { at: at(3), kind: 'billing', text: 'Invoice paid', detail: 'evt_1' },
    { at: at(2), kind: 'sign_in', text: 'Signed in with Firefox on Linux', detail: null },
    { at: at(1), kind: 'account', text: 'Account made', detail: null },
  ])
})

test.each<[string, Parameters<typeof event>[0], string]>([
  ['done', {}, 'evt_1'],
  ['waiting for its first attempt', { outcome: null }, 'not processed yet'],
  ['waiting after a failure', { outcome: null, lastError: 'Stripe is down' }, 'Stripe is down'],
  ['given up', { outcome: 'dead', lastError: 'out of range' }, 'given up: out of range'],
  ['given up without a reason', { outcome: 'dead' }, 'given up: no reason was kept'],
])('an event that is %s says so', (_name, changes, detail) => {
  expect(buildTimeline({ ...nothing, events: [event(changes)] })[0]).toMatchObject({ detail })
})

test('an event of a type nobody has words for is shown as it is', () => {
  const [first] = buildTimeline({ ...nothing, events: [event({ type: 'invoice.teleported' })] })
  expect(first).toMatchObject({ text: 'invoice.teleported' })
})

test('a mail that was refused says why', () => {
  const mail = { subject: 'Welcome', state: 'queued', createdAt: at(4), lastError: 'mailbox full' }
  expect(buildTimeline({ ...nothing, mails: [mail] })[0]).toMatchObject({ detail: 'mailbox full' })
})

test('a withdrawal says whether its refund is still to be made', () => {
  const stated = { statedAt: at(4), outcome: 'ended', settledAt: null, settledBy: null }
  const byHand = { ...stated, outcome: 'by_hand', settledAt: at(5), settledBy: 'the desk' }
  const withdrawals = [
    stated,
    { ...stated, statedAt: at(3), settledAt: at(4) },
    { ...byHand, statedAt: at(2) },
  ]
  expect(buildTimeline({ ...nothing, withdrawals })).toMatchObject([
    { text: 'Withdrew from the contract in time', detail: 'the refund is still to be made' },
    { text: 'Withdrew from the contract in time', detail: null },
    { text: 'Withdrew from a contract: to settle by hand', detail: 'settled by the desk' },
    { text: 'Account made' },
  ])
})

test('what readers did to their own account is not the staff’s doing', () => {
  const audit = [{ at: at(5), actor: 'the reader', action: 'Changed their e-mail address' }]
  expect(buildTimeline({ ...nothing, audit })[0]).toMatchObject({ kind: 'account' })
})
