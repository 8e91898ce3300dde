import { type APIRequestContext, expect, test } from '@playwright/test'
import { endCallers, signedInCaller } from './support/callers.ts'
import { readForm, sendForm } from './support/forms.ts'
import { somebody } from './support/people.ts'
import { payAt } from './support/stripe.ts'
import { stack } from './support/stack.ts'

const read = async (caller: APIRequestContext, path: string) =>
  (await caller.get(`${stack().site}${path}`)).text()
const isWhole = async (caller: APIRequestContext) =>
  (await read(caller, '/articles/low-water-at-skelmouth')).includes('begins very faintly to tick')

test('a gift is ordered, paid and redeemed without a script, and opens the article', async () => {
  const [buyer, friend, late] = await Promise.all(
    ['gives', 'receives', 'late'].map((who) => signedInCaller(somebody(who))),
  )
  if (!buyer || !friend || !late) throw new Error('Three callers were asked for.')
  const order = await readForm(buyer, '/gift', 'Continue to payment')
  const { location: checkout = '' } = await sendForm(buyer, order, { giver: 'Ida', months: '3' })
  expect(checkout).toContain(stack().stripe)
  expect(await read(buyer, '/gift/return')).toContain('content="4;url=/gift/return?look=2"')
  const waited = await read(buyer, '/gift/return?look=15')
  expect(waited).toContain('Your payment is not confirmed yet')
  expect(waited).not.toContain('http-equiv="refresh"')
  expect(await read(buyer, new URL(await payAt(checkout)).pathname)).toContain('is paid')
  const path = /\/gift\/redeem\?code=[\w-]+/.exec(await read(buyer, '/gift'))?.[0] ?? ''

  expect(await isWhole(friend)).toBe(false)
  const answer = await friend.get(`${stack().site}${path}`)
  expect(answer.headers()['cache-control']).toContain('no-store')
  // With no-referrer browsers send the form with Origin: null, which is refused.
  expect(await answer.text()).toContain('<meta name="referrer" content="same-origin"/>')
  const form = await readForm(friend, path, 'Redeem the gift')
  const past = { start: 'day', day: '2020-02-03' }
  const refused = await sendForm(friend, form, past)
  expect(refused.html).toContain('Choose a day from tomorrow')
  expect(refused.html).toContain('value="2020-02-03"')
  expect(await sendForm(friend, form, { start: 'now' })).toMatchObject({
    status: 303,
    location: path,
  })
  expect(await read(friend, path)).toContain('The gift is yours')
  expect(await isWhole(friend)).toBe(true)

  expect(await read(late, path)).toContain('This gift was redeemed already')
  await sendForm(late, form, { start: 'now' })
  expect(await isWhole(late)).toBe(false)
  await endCallers()
})
