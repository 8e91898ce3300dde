import { expect, test } from 'vitest'
import { openDoubts, PATIENCE } from './doubts.ts'

test('what is announced twice is in doubt until both are settled', () => {
  const doubts = openDoubts(() => 0)
  doubts.add(1, 'reader a')
  doubts.add(1, 'reader a')
  doubts.add(2, 'reader a')
  doubts.add(3, 'reader b')
  doubts.settle(1)
  expect(doubts.has('reader a')).toBe(true)
  doubts.settle(2)
  expect(doubts.has('reader a')).toBe(false)
  expect(doubts.has('reader b')).toBe(true)
  doubts.settle(99)
  doubts.clear()
  expect(doubts.has('reader b')).toBe(false)
})

test('what never comes is given up', () => {
  let now = 0
  const doubts = openDoubts(() => now)
  doubts.add(1, 'article x')
  now = 5000
  doubts.add(2, 'article y')
  now = PATIENCE
  doubts.forget()
  expect(doubts.has('article x')).toBe(true)
  now = PATIENCE + 1
  doubts.forget()
  expect([doubts.has('article x'), doubts.has('article y')]).toEqual([false, true])
})
