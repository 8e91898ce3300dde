import { describe, expect, test } from 'vitest'
import { type Moment, openLease } from './lease.ts'

let now: Moment = { steady: 0, wall: 0 }
const at = (steady: number, wall = steady): Moment => ({ steady, wall: 1_000_000 + wall })
const lease = () => openLease(2000, () => now)

describe('a lease', () => {
  test('holds from its beginning for its length, exclusive', () => {
    const one = lease()
    now = at(500)
    expect(one.holds()).toBe(false)
    one.renew(at(0))
    expect(one.holds()).toBe(true)
    now = at(1999)
    expect(one.holds()).toBe(true)
    now = at(2000)
    expect(one.holds()).toBe(false)
  })

  test('counts from when it was begun, not from when that came back', () => {
    const one = lease()
    now = at(1500)
    one.renew(at(0))
    now = at(2100)
    expect(one.holds()).toBe(false)
  })

  test('is not shortened by what was begun earlier and came back later', () => {
    const one = lease()
    one.renew(at(1000))
    one.renew(at(500))
    now = at(2900)
    expect(one.holds()).toBe(true)
  })

  test.each<[string, Moment]>([
    ['the machine was suspended, and its steady clock stood still', at(100, 60_000)],
    ['the clock on the wall was set back', at(5000, -60_000)],
    ['the clock on the wall stands still', at(5000, 0)],
  ])('is over when %s', (_name, moment) => {
    const one = lease()
    one.renew(at(0))
    now = moment
    expect(one.holds()).toBe(false)
  })

  test('is over when it is ended, and can be begun again', () => {
    const one = lease()
    now = at(10)
    one.renew(at(0))
    one.end()
    expect(one.holds()).toBe(false)
    one.renew(at(5))
    expect(one.holds()).toBe(true)
  })
})
