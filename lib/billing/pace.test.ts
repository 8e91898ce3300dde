import fc from 'fast-check'
import { expect, test } from 'vitest'
import { notePace, type Pace, QUIET_AT_MOST } from './pace.ts'

/** What is said of events that come in at these moments, one after the other. */
function run(moments: number[]): boolean[] {
  let pace: Pace = []
  return moments.map((at) => {
    const noted = notePace(pace, at)
    pace = noted.pace
    return noted.quiet
  })
}

test('the events of a purchase are processed at once, and what comes on top of them is a flood', () => {
  const burst = Array.from({ length: QUIET_AT_MOST + 2 }, (_, n) => 1000 + n)
  expect(run(burst)).toEqual(burst.map((_, n) => n < QUIET_AT_MOST))
})

test('it is quiet again when a second has passed since', () => {
  const burst = Array.from({ length: 50 }, () => 5000)
  expect(run([...burst, 5999, 6000]).slice(-2)).toEqual([false, true])
})

test('a clock that was set back makes no flood of what came before', () => {
  expect(run([...Array.from({ length: 50 }, () => 9000), 1000]).at(-1)).toBe(true)
})

test('what is said is what counting says, and what is remembered stays small', () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 300 }), { maxLength: 60 }), (gaps) => {
      let at = 0
      const moments = gaps.map((gap) => (at += gap))
      const counted = moments.map((now, n) => {
        const within = moments.slice(0, n + 1).filter((moment) => moment > now - 1000)
        return within.length <= QUIET_AT_MOST
      })
      expect(run(moments)).toEqual(counted)
      let pace: Pace = []
      for (const now of moments) {
        ;({ pace } = notePace(pace, now))
        expect(pace.length).toBeLessThanOrEqual(QUIET_AT_MOST + 1)
      }
    }),
  )
})
