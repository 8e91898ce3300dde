import { expect, test } from 'vitest'
import { StripeUnavailable } from './gateway.ts'
import { within } from './within.ts'

test('work that is done in time gives its result, and its own error', async () => {
  expect(await within(1000, Promise.resolve(7))).toBe(7)
  await expect(within(1000, Promise.reject(new RangeError('own')))).rejects.toThrow(RangeError)
})

test('work that never ends is an outage', async () => {
  await expect(within(5, Promise.withResolvers<never>().promise)).rejects.toThrow(StripeUnavailable)
})
