import { expect, test } from 'vitest'
import { readSaid, type Said } from './change.ts'

test.each<[string, Said]>([
  ['reader r1', { kind: 'changed', change: { kind: 'reader', readerId: 'r1' } }],
  ['session abc', { kind: 'changed', change: { kind: 'session', tokenHash: 'abc' } }],
  ['article low-water', { kind: 'changed', change: { kind: 'article', slug: 'low-water' } }],
  ['lists', { kind: 'changed', change: { kind: 'lists' } }],
  ['everything', { kind: 'changed', change: { kind: 'everything' } }],
  ['done 7', { kind: 'done', number: 7 }],
  [
    'soon 7 reader r1',
    { kind: 'soon', number: 7, key: 'reader r1', change: { kind: 'reader', readerId: 'r1' } },
  ],
])('%s', (payload, said) => {
  expect(readSaid(payload)).toEqual(said)
})

test.each(['', 'reader', 'weather bad', 'lists of something'])(
  'what is not understood (%j) stands for everything',
  (payload) => {
    expect(readSaid(payload)).toEqual({ kind: 'changed', change: { kind: 'everything' } })
  },
)
