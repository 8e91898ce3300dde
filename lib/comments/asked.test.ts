import { expect, test } from 'vitest'
import { addressOf, type CommentsQuery, permalink, readAsked } from './asked.ts'

const id = '0190b0e0-0000-7000-8000-00000000000a'

test.each([
  ['', { kind: 'page', order: 'newest', page: 1 }],
  ['?page=2', { kind: 'page', order: 'newest', page: 2 }],
  ['?order=oldest', { kind: 'page', order: 'oldest', page: 1 }],
  ['?order=oldest&page=12', { kind: 'page', order: 'oldest', page: 12 }],
  ['?show=picks', { kind: 'picks', page: 1 }],
  ['?show=picks&page=3', { kind: 'picks', page: 3 }],
  [`?thread=${id}`, { kind: 'thread', id }],
] as const)('%j asks for %j, and for that there is no other address', (query, asked) => {
  expect(readAsked(Object.fromEntries(new URLSearchParams(query)))).toEqual(asked)
  expect(addressOf('a', asked)).toBe(`/articles/a/comments${query}`)
})

test.each<CommentsQuery>([
  { page: '1' },
  { page: '0' },
  { page: '-1' },
  { page: '02' },
  { page: '10000' },
  { page: ['2', '3'] },
  { order: 'newest' },
  { order: 'random' },
  { show: 'all' },
  { show: 'picks', order: 'oldest' },
  { thread: 'x' },
  { thread: id.toUpperCase() },
  { thread: id, page: '2' },
  { thread: [id, id] },
])('%j asks for nothing', (query) => {
  expect(readAsked(query)).toBeNull()
})

test('a comment is found in its thread', () => {
  const other = id.replace(/a$/, 'b')
  expect(permalink('a', { id: other, threadId: id })).toBe(
    `/articles/a/comments?thread=${id}#comment-${other}`,
  )
})
