import { describe, expect, test } from 'vitest'
import { useTestEnvironment } from '#lib/testing/environment.ts'
import { openReads } from './reads.ts'
import { readingAddress } from './routes.ts'

useTestEnvironment()
const browser = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'

function at(path: string) {
  const address = readingAddress(path)
  if (!address) throw new Error(`${path} is no address of reading`)
  return address
}

type Asked = { path?: string; method?: string; headers?: Record<string, string> }

async function counted(...requests: Asked[]): Promise<Record<string, number>> {
  const kept = new Map<string, number>()
  const reads = openReads(async (some) => {
    for (const [slug, count] of some) kept.set(slug, count)
  })
  for (const { path = '/articles/a', method = 'GET', headers = {} } of requests)
    reads.note({ method, headers: { 'user-agent': browser, ...headers } }, at(path))
  await reads.stop()
  return Object.fromEntries(kept)
}

test('each opening counts, whatever else its address says', async () => {
  expect(await counted({}, { path: '/articles/a?utm_source=x' }, { path: '/articles/b' })).toEqual({
    a: 2,
    b: 1,
  })
})

describe('what does not count', () => {
  test.each<[string, Asked]>([
    ['a front page', { path: '/' }],
    ['the comments of an article', { path: '/articles/a/comments' }],
    ['a head', { method: 'HEAD' }],
    ['what is fetched ahead', { headers: { 'sec-purpose': 'prefetch' } }],
    ['what the browser has', { headers: { 'if-none-match': '"x"' } }],
    ['a crawler', { headers: { 'user-agent': 'Mozilla/5.0 (compatible; Googlebot/2.1)' } }],
    ['a program', { headers: { 'user-agent': 'curl/8.5.0' } }],
  ])('%s', async (_, asked) => {
    expect(await counted(asked)).toEqual({})
  })
})

test('what could not be kept is kept with the next', async () => {
  const handed: [string, number][][] = []
  let answers = false
  const keep = async (some: ReadonlyMap<string, number>) => {
    handed.push([...some])
    if (!answers) throw new Error('no database')
  }
  const reads = openReads(keep)
  const open = () =>
    reads.note({ method: 'GET', headers: { 'user-agent': browser } }, at('/articles/a'))
  open()
  await reads.stop()
  answers = true
  open()
  await reads.stop()
  expect(handed).toEqual([[['a', 1]], [['a', 2]]])
})

test('made-up addresses fill no memory', async () => {
  const requests = Array.from({ length: 5100 }, (_, n) => ({ path: `/articles/x-${n}` }))
  expect(Object.keys(await counted(...requests))).toHaveLength(5000)
})
