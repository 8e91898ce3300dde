import { expect, test } from 'vitest'
import { meantBy, openSeldom } from './missing.ts'

test.each([
  ['/articles/low-watr-at-skelmouth', 'low-watr-at-skelmouth'],
  ['/2019/05/Low_Water%20at-Skelmouth.html?utm=x', 'low-water-at-skelmouth'],
  ['/articles/low-water/comments/', 'comments'],
  [`/${'ab-'.repeat(100)}`, 'ab-'.repeat(20)],
  ['/%E0%A4%A', 'e0-a4-a'],
  ["/articles/'%20or%201=1--", 'or-1-1'],
  ['/articles/日本語', null],
  ['/x', null],
  ['/', null],
])('%s may have meant %s', (path, meant) => {
  expect(meantBy(path)).toBe(meant)
})

test('in each second so many questions are answered, and no more', () => {
  const { mayAsk } = openSeldom(2)
  const at = (milliseconds: number) => mayAsk(new Date(Date.UTC(2027, 0, 1) + milliseconds))
  expect([at(0), at(300), at(999), at(1000), at(1001), at(1999)]).toEqual([
    true,
    true,
    false,
    true,
    true,
    false,
  ])
})
