/** What a reader does with their own subscription, on the local Stripe and its clock. */
import { describe, expect, test } from 'vitest'
import { useTestDatabase } from '#db/testing/database.ts'
import { DAY, HOUR, later, MINUTE } from '#lib/clock.ts'
import { useTestEnvironment } from '#lib/testing/environment.ts'
import { goodCard, post, sim } from '../../local/stripe/testing/start.ts'
import { cancelSubscription } from './cancel.ts'
import { pauseSubscription } from './pause.ts'
import { resumeSubscription } from './resume.ts'
import { addReader } from './testing/billing.ts'
import { beginLifeOn, type Life } from './testing/life.ts'

useTestEnvironment()
const database = useTestDatabase()
const start = '2027-01-10T10:00:00Z'
const at = (iso: string) => new Date(iso)
const paidUntil = at('2027-02-10T10:00:00Z')
const nothingSaid = { feedback: null, comment: null }
const failsLater = { ...goodCard, number: '4000 0000 0000 0341' }

const begin = async (frozen = start) => beginLifeOn(database, frozen)
async function bought(card = goodCard) {
  const life = await begin()
  await life.buy(card)
  return life
}
const cancel = async (life: Life, said = nothingSaid) =>
  cancelSubscription(database.app, life.reader.id, said, await life.setting())
const pause = async (life: Life, months: 1 | 2 | 3 = 1) =>
  pauseSubscription(database.app, life.reader.id, months, await life.setting())
const resume = async (life: Life) =>
  resumeSubscription(database.app, life.reader.id, await life.setting())
const invoices = async (life: Life) =>
  (await life.stripe.invoices.list({ customer: life.customer.id })).data
const statuses = async (life: Life) => (await invoices(life)).map(({ status }) => status)

describe('canceling', () => {
  test('56: leaves what was paid, tells Stripe why, and mails the date; a second click changes nothing', async () => {
    const life = await bought()
    const said = { feedback: 'unused' as const, comment: 'No time.' }
    const outcome = { kind: 'ends_on', endsAt: paidUntil }
    expect(
      await cancelSubscription(database.app, life.reader.id, said, await life.setting()),
    ).toEqual(outcome)
    expect(await cancel(life)).toEqual(outcome)
    expect(await life.read()).toMatchObject({
      granted: true,
      reason: 'active_ending',
      until: paidUntil,
    })
    expect(await life.subscription()).toMatchObject({ cancellation_details: said })
    expect(await life.mails()).toEqual(['ends_on', 'receipt', 'welcome'])
    await life.advanceTo(paidUntil)
    expect(await life.read()).toMatchObject({ granted: false, reason: 'canceled' })
    expect(await statuses(life)).toEqual(['paid'])
  })

  test('two clicks at once are one cancellation', async () => {
    const life = await bought()
    const [one, other] = await Promise.all([cancel(life), cancel(life)])
    expect(one).toEqual(other)
    expect(await life.mails()).toEqual(['ends_on', 'receipt', 'welcome'])
  })

  test('a trial ends with its time, and nothing is charged', async () => {
    const life = await begin()
    await life.subscribe({ trial_period_days: 14 })
    const end = later(at(start), 14 * DAY)
    expect(await cancel(life)).toEqual({ kind: 'ends_on', endsAt: end })
    expect(await life.read()).toMatchObject({ reason: 'trial_ending', until: end })
  })

  test('of a payment that failed ends at once, and nobody can pay for it by mistake', async () => {
    const life = await bought(failsLater)
    await life.advanceTo(later(paidUntil, 2 * HOUR))
    expect(await life.read()).toMatchObject({ reason: 'payment_failed' })
    expect(await cancel(life)).toEqual({ kind: 'ended' })
    expect(await life.read()).toMatchObject({ granted: false, reason: 'canceled' })
    expect(await statuses(life)).toEqual(['void', 'paid'])
  })

  test('whoever is unpaid, or never finished the first payment, can cancel as well', async () => {
    const unpaid = await bought(failsLater)
    await sim(unpaid.url, '/dunning', { after: 'unpaid' })
    await unpaid.advanceTo(later(paidUntil, 16 * DAY))
    expect(await unpaid.read()).toMatchObject({ reason: 'unpaid' })
    expect(await cancel(unpaid)).toEqual({ kind: 'ended' })
    expect(await statuses(unpaid)).toEqual(['void', 'paid'])

    const begun = await begin()
    await begun.subscribe({}, 'pm_card_chargeDeclined')
    expect(await cancel(begun)).toEqual({ kind: 'ended' })
    expect(await statuses(begun)).toEqual(['void'])
    expect((await begun.checkOut()).kind).toBe('pay')
  })

  test('of two that run cancels both; of none says so', async () => {
    const life = await bought()
    await life.subscribe()
    expect(await cancel(life)).toMatchObject({ kind: 'ends_on' })
    const { data } = await life.stripe.subscriptions.list({ customer: life.customer.id })
    expect(data.map((one) => one.cancel_at_period_end)).toEqual([true, true])

    const reader = await addReader(database.owner)
    const nobody = await cancelSubscription(
      database.app,
      reader.id,
      nothingSaid,
      await life.setting(),
    )
    expect(nobody).toEqual({ kind: 'nothing_to_cancel' })
  })

  test('while Stripe does not answer it is told, nothing is half done, and the next try does it', async () => {
    const life = await bought()
    await sim(life.url, '/api', { fault: '500', count: 9, path: '/v1/subscriptions' })
    expect(await cancel(life)).toEqual({ kind: 'unavailable' })
    await sim(life.url, '/reset', {})
    expect(await life.read()).toMatchObject({ reason: 'active' })
    expect(await cancel(life)).toMatchObject({ kind: 'ends_on' })
  })
})

describe('resuming', () => {
  test('57: takes a cancellation back, by whatever way it was made, and mails that', async () => {
    const life = await bought()
    await cancel(life)
    expect(await resume(life)).toEqual({ kind: 'resumed', renewsAt: paidUntil })
    expect(await resume(life)).toEqual({ kind: 'resumed', renewsAt: paidUntil })
    expect(await life.read()).toMatchObject({ reason: 'active' })
    await post(`${await life.portal()}/cancel/${(await life.subscription()).id}`)
    expect(await life.read()).toMatchObject({ reason: 'active_ending' })
    await resume(life)
    expect(await life.subscription()).toMatchObject({
      cancel_at: null,
      cancel_at_period_end: false,
    })
    expect(await life.mails()).toContain('resumed')
    expect(await statuses(life)).toEqual(['paid'])
  })

  test('with nothing canceled or paused there is nothing to resume', async () => {
    expect(await resume(await begin())).toEqual({ kind: 'nothing_to_resume' })
  })

  test('of two that end resumes one, and then no other', async () => {
    const life = await bought()
    await life.subscribe()
    await cancel(life)
    await resume(life)
    await resume(life)
    const { data } = await life.stripe.subscriptions.list({ customer: life.customer.id })
    expect(data.filter((one) => one.cancel_at === null)).toHaveLength(1)
  })

  test('a trial that ended without a card: the first payment is asked for once, and paying it resumes', async () => {
    const life = await begin()
    await life.stripe.subscriptions.create({
      customer: life.customer.id,
      items: [{ price: life.price.id }],
      trial_period_days: 7,
      trial_settings: { end_behavior: { missing_payment_method: 'pause' } },
    })
    await life.advanceTo(later(at(start), 8 * DAY))
    expect(await life.read()).toMatchObject({ reason: 'paused' })
    expect(await resume(life)).toEqual({ kind: 'payment_needed' })
    expect(await resume(life)).toEqual({ kind: 'payment_needed' })
    const open = (await invoices(life)).filter(({ status }) => status === 'open')
    expect(open).toHaveLength(1)
    await post(open[0]?.hosted_invoice_url ?? '', goodCard)
    expect(await life.read()).toMatchObject({ granted: true, reason: 'active' })
    expect(await life.mails()).toContain('resumed')
  })
})

describe('pausing', () => {
  test('begins where what was paid ends, and a month is paid again after it', async () => {
    const life = await bought()
    const until = at('2027-04-10T09:00:00Z')
    expect(await pause(life, 2)).toEqual({ kind: 'paused', from: paidUntil, until })
    expect(await pause(life, 2)).toEqual({ kind: 'paused', from: paidUntil, until })
    expect(await life.read()).toMatchObject({ reason: 'pause_scheduled', until: paidUntil })
    await life.advanceTo(later(paidUntil, 30 * DAY))
    expect(await life.read()).toMatchObject({ granted: false, reason: 'collection_paused', until })
    await life.advanceTo(at('2027-04-10T12:00:00Z'))
    expect(await life.read()).toMatchObject({
      granted: true,
      reason: 'active',
      paidUntil: at('2027-05-10T10:00:00Z'),
    })
    expect(await statuses(life)).toEqual(['paid', 'void', 'void', 'paid'])
    expect(await life.mails()).toEqual(['paused', 'receipt', 'receipt', 'resumed', 'welcome'])
  })

  test('is taken back for nothing while paid time is left, and can be canceled', async () => {
    const life = await bought()
    await pause(life)
    expect(await resume(life)).toEqual({ kind: 'resumed', renewsAt: paidUntil })
    await pause(life, 3)
    expect(await cancel(life)).toEqual({ kind: 'ends_on', endsAt: paidUntil })
    expect(await life.read()).toMatchObject({ reason: 'active_ending' })
    expect(await life.subscription()).toMatchObject({ pause_collection: null })
  })

  test('once it has begun, reading on begins a month that is paid at once: no month is had for nothing', async () => {
    const life = await bought()
    await pause(life, 3)
    const back = later(paidUntil, DAY)
    await life.advanceTo(back)
    expect(await resume(life)).toMatchObject({ kind: 'resumed' })
    expect(await life.read()).toMatchObject({
      reason: 'active',
      paidUntil: at('2027-03-11T10:00:00Z'),
    })
    expect(await statuses(life)).toEqual(['paid', 'void', 'paid'])
  })

  test('with a card that is refused nothing changes', async () => {
    const life = await bought(failsLater)
    await pause(life, 3)
    await life.advanceTo(later(paidUntil, DAY))
    expect(await resume(life)).toEqual({ kind: 'payment_needed' })
    expect(await life.read()).toMatchObject({ granted: false, reason: 'collection_paused' })
    expect(await cancel(life)).toEqual({ kind: 'ended' })
  })

  test('is not possible while something is owed, ends, or is a trial', async () => {
    const ending = await bought()
    await cancel(ending)
    expect(await pause(ending)).toEqual({ kind: 'not_possible' })
    const trial = await begin()
    await trial.subscribe({ trial_period_days: 14 })
    expect(await pause(trial)).toEqual({ kind: 'not_possible' })
    const late = await bought(failsLater)
    await late.advanceTo(later(paidUntil, 2 * HOUR))
    expect(await pause(late)).toEqual({ kind: 'not_possible' })
  })

  test('waits while the month that just began is being paid', async () => {
    const life = await bought()
    await life.advanceTo(later(paidUntil, 10 * MINUTE))
    expect(await pause(life)).toEqual({ kind: 'renewing' })
  })
})
