import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { useTestDatabase } from '#db/testing/database.ts'
import { HOUR, later, MINUTE } from '#lib/clock.ts'
import { useTestEnvironment } from '#lib/testing/environment.ts'
import { type FakeStripe, startFakeStripe, stripeError } from './testing/fake-stripe.ts'
import { PRICE } from './testing/world.ts'
import { watchSetup } from './watch-setup.ts'

useTestEnvironment()
const database = useTestDatabase()
const begin = new Date()
let fake: FakeStripe
beforeAll(async () => {
  fake = await startFakeStripe()
})
afterAll(() => fake.close())
beforeEach(async () => {
  fake.behave()
  await database.owner`truncate health_check`
})

/** Stripe is asked on this machine’s address: what cannot be asked of the fake is down. */
const watch = (at: Date, atOnce = false) => {
  const site = {
    stripe: fake.gateway,
    siteUrl: new URL('http://localhost:3000'),
    monthlyPrice: PRICE,
    portalConfiguration: null,
  }
  return watchSetup(database.app, site, { now: () => at, atOnce })
}
const rows = async () => {
  const found = await database.owner`select name, problem from health_check order by name`
  return Object.fromEntries(found.map(({ name, problem }) => [String(name), problem]))
}

test('33: while Stripe is down nothing is thrown, and it is asked again each time', async () => {
  fake.before = () => stripeError(500)
  await watch(begin)
  expect(await rows()).toEqual({ stripe: expect.stringContaining('did not answer') })
  expect(await watch(later(begin, 1 * MINUTE))).not.toBeNull()
})

test('what is sound is looked at again after an hour, unless at a start', async () => {
  await database.owner`
    insert into health_check (name, problem, checked_at) values ('stripe', null, ${begin})`
  expect(await watch(later(begin, 50 * MINUTE))).toBeNull()
  expect(await watch(later(begin, 50 * MINUTE), true)).not.toBeNull()
  await database.owner`update health_check set problem = null, checked_at = ${begin}`
  expect(await watch(later(begin, 1 * HOUR))).not.toBeNull()
})

test('that others write there every few minutes does not make it fresh', async () => {
  await database.owner`
    insert into health_check (name, problem, checked_at)
    values ('stripe', null, ${later(begin, -2 * HOUR)}), ('reconcile', null, ${begin})`
  expect(await watch(begin)).not.toBeNull()
})

test('what is wrong with the storage of pictures makes nobody ask Stripe sooner', async () => {
  await database.owner`
    insert into health_check (name, problem, checked_at)
    values ('stripe', null, ${begin}), ('picture storage', 'ENOSPC', ${begin})`
  expect(await watch(later(begin, 50 * MINUTE))).toBeNull()
})
