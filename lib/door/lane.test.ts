import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openLane, Overloaded } from './lane.ts'

test('so much runs at once, so much waits, and the rest is told at once', async () => {
  const lane = openLane({ atOnce: 2, waiting: 3 })
  const gate = Promise.withResolvers<void>()
  const work = Array.from({ length: 7 }, () => lane.run(() => gate.promise))
  const outcomes = Promise.allSettled(work)
  await expect(work[5]).rejects.toThrow(Overloaded)
  await expect(work[6]).rejects.toThrow(Overloaded)
  expect([lane.running(), lane.waiting()]).toEqual([2, 3])
  gate.resolve()
  expect((await outcomes).map(({ status }) => status).slice(0, 5)).toEqual(
    Array.from({ length: 5 }, () => 'fulfilled'),
  )
  expect([lane.running(), lane.waiting()]).toEqual([0, 0])
})

test('work that fails makes room like any other', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.boolean(), { maxLength: 40 }), async (fails) => {
      const lane = openLane({ atOnce: 3, waiting: 100 })
      let most = 0
      const outcomes = await Promise.allSettled(
        fails.map(async (fail) =>
          lane.run(async () => {
            most = Math.max(most, lane.running())
            await Promise.resolve()
            if (fail) throw new Error('as asked')
          }),
        ),
      )
      expect(outcomes.map(({ status }) => status === 'rejected')).toEqual(fails)
      expect(most).toBeLessThanOrEqual(3)
      expect(lane.running()).toBe(0)
    }),
  )
})
