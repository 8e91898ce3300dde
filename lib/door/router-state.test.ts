import { expect, test } from 'vitest'
import { dropUnreadableState } from './router-state.ts'

const after = (state: string) => {
  const headers = { 'next-router-state-tree': state, rsc: '1' }
  dropUnreadableState(headers)
  return headers
}

test('where a browser is in the application is passed on as it says it', () => {
  const state = encodeURIComponent(JSON.stringify(['', { children: ['__PAGE__', {}] }]))
  expect(after(state)).toEqual({ 'next-router-state-tree': state, rsc: '1' })
})

test.each(['', '{', '%', '%5B%22a%22%5D', encodeURIComponent('[["a"],1]'), 'x'.repeat(41_000)])(
  'what Next would fail over does not reach it: %j',
  (state) => {
    expect(after(state)).toEqual({ rsc: '1' })
  },
)
