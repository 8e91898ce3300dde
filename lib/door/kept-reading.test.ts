import { expect, test } from 'vitest'
import { keepReading } from './kept-reading.ts'
import { trustedByHand } from './testing/changes.ts'

/** What is kept of a reading that waits until the test lets it go. */
function opened() {
  const changes = trustedByHand()
  const clock = { now: 0 }
  const readings: ((value: string) => void)[] = []
  const read = keepReading(
    changes,
    () => {
      const { promise, resolve } = Promise.withResolvers<string>()
      readings.push(resolve)
      return promise
    },
    () => clock.now,
  )
  return { changes, clock, readings, read }
}

test('is read once for all who ask, until lists change', async () => {
  const { changes, readings, read } = opened()
  const asked = [read(), read()]
  readings[0]?.('first')
  expect(await Promise.all(asked)).toEqual(['first', 'first'])
  expect(await read()).toBe('first')
  changes.tell({ kind: 'article', slug: 'low-water' })
  expect(await read()).toBe('first')
  for (const [number, kind] of (['lists', 'everything'] as const).entries()) {
    changes.tell({ kind })
    const again = read()
    readings[number + 1]?.(kind)
    expect(await again).toBe(kind)
  }
  expect(readings).toHaveLength(3)
})

test('a reading that a change has overtaken answers those who asked before it, and is not kept', async () => {
  const { changes, readings, read } = opened()
  const before = read()
  changes.tell({ kind: 'lists' })
  const after = read()
  readings[0]?.('old')
  readings[1]?.('new')
  expect(await before).toBe('old')
  expect(await after).toBe('new')
  expect(await read()).toBe('new')
  expect(readings).toHaveLength(2)
})

test('nothing is kept or believed while changes are not heard', async () => {
  const { changes, readings, read } = opened()
  const kept = read()
  readings[0]?.('kept')
  await kept
  changes.trust(false)
  const alone = read()
  readings[1]?.('asked')
  expect(await alone).toBe('asked')
  changes.tell({ kind: 'everything' })
  changes.trust(true)
  const begun = read()
  changes.trust(false)
  readings[2]?.('lost')
  await begun
  changes.trust(true)
  const anew = read()
  readings[3]?.('anew')
  expect(await anew).toBe('anew')
})

test('it is read anew after ten seconds, and when reading failed', async () => {
  const { clock, readings, read } = opened()
  const first = read()
  readings[0]?.('first')
  await first
  clock.now = 9999
  expect(await read()).toBe('first')
  clock.now = 10_000
  const second = read()
  readings[1]?.('second')
  expect(await second).toBe('second')
  const failing = keepReading(trustedByHand(), () => Promise.reject(new Error('no database')))
  await expect(failing()).rejects.toThrow('no database')
  await expect(failing()).rejects.toThrow('no database')
})
