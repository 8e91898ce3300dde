import { expect, test } from 'vitest'
import { DatabaseOutage, openReach } from './reach.ts'

const never = () => Promise.withResolvers<string>().promise

test('what is next said comes to whoever waits for it, and not what was said before', async () => {
  const reach = openReach()
  reach.found()
  const first = reach.next()
  reach.missed()
  expect([await first, await reach.next(), reach.answers()]).toEqual([false, false, false])
  reach.found()
  const second = reach.next()
  reach.found()
  expect(await second).toBe(true)
})

test('work is waited for while the database answers, however often it says so, and no longer', async () => {
  const reach = openReach()
  const fast = reach.whileItAnswers(() => Promise.resolve('done'))
  const slow = reach.whileItAnswers(never)
  reach.found()
  expect(await fast).toBe('done')
  reach.missed()
  await expect(slow).rejects.toThrow(DatabaseOutage)
})

test('work is not begun while it does not answer', async () => {
  const reach = openReach()
  reach.missed()
  let begun = false
  const outcome = reach.whileItAnswers(() => {
    begun = true
    return never()
  })
  await expect(outcome).rejects.toThrow(DatabaseOutage)
  expect(begun).toBe(false)
})
