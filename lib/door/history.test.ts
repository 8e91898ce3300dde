import { EventEmitter } from 'node:events'
import { describe, expect, test } from 'vitest'
import type { Opening } from '#db/queries/reading-history.ts'
import { useTestEnvironment } from '#lib/testing/environment.ts'
import { openHistory } from './history.ts'
import { readingAddress } from './routes.ts'

useTestEnvironment()
const siteUrl = new URL('https://news.example')
const browser = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'

type Asked = {
  url?: string
  method?: string
  headers?: Record<string, string | undefined>
  status?: number
}

/** Anna wants it noted, everybody else does not. */
const whoseOf = (cookie: string) => (cookie === 'session=anna' ? 'anna' : null)

class Answer extends EventEmitter {
  statusCode = 0
}

async function noted(...requests: Asked[]): Promise<string[]> {
  const kept: Opening[] = []
  const history = openHistory({
    siteUrl,
    whoseOf,
    keep: (openings) => Promise.resolve(void kept.push(...openings)),
  })
  for (const { url = '/articles/a', method = 'GET', headers = {}, status = 200 } of requests) {
    const response = new Answer()
    const all = { 'user-agent': browser, cookie: 'session=anna', ...headers }
    history.note({ url, method, headers: all }, response, readingAddress(url))
    response.statusCode = status
    response.emit('finish')
  }
  await history.stop()
  return kept.map(({ readerId, slug }) => `${readerId} ${slug}`)
}

test('an article that somebody opens who wants it noted, once however often', async () => {
  expect(await noted({}, { url: '/articles/a?utm_source=x' }, { url: '/articles/b' })).toEqual([
    'anna a',
    'anna b',
  ])
})

test('one that was fetched ahead, when its page says that it is open', async () => {
  const referer = 'https://news.example/articles/a?from=mail'
  expect(await noted({ url: '/api/me', headers: { referer } })).toEqual(['anna a'])
})

describe('nothing is noted', () => {
  test.each<[string, Asked]>([
    ['of somebody who did not ask for it', { headers: { cookie: 'session=bert' } }],
    ['of nobody', { headers: { cookie: undefined } }],
    ['of a front page', { url: '/' }],
    ['of the comments of an article', { url: '/articles/a/comments' }],
    ['of a head', { method: 'HEAD' }],
    ['of what is fetched ahead', { headers: { 'sec-purpose': 'prefetch' } }],
    ['of what the browser has', { headers: { 'if-none-match': '"x"' } }],
    ['of a program', { headers: { 'user-agent': 'curl/8.5.0' } }],
    ['of what is not there', { status: 404 }],
    ['of what could not be shown', { status: 503 }],
    ['of a form that is sent there', { method: 'POST' }],
    ['of state asked for by nobody’s page', { url: '/api/me' }],
    [
      'of state asked for by another site’s page',
      { url: '/api/me', headers: { referer: 'https://evil.example/articles/a' } },
    ],
    [
      'of state asked for by another page of ours',
      { url: '/api/me', headers: { referer: 'https://news.example/articles/a/comments' } },
    ],
    ['of what names no page at all', { url: '/api/me', headers: { referer: 'about:blank' } }],
  ])('%s', async (_, asked) => {
    expect(await noted(asked)).toEqual([])
  })
})

test('of an answer that never went out', async () => {
  const kept: Opening[] = []
  const keep = (some: Opening[]) => Promise.resolve(void kept.push(...some))
  const history = openHistory({ siteUrl, whoseOf, keep })
  const headers = { 'user-agent': browser, cookie: 'session=anna' }
  history.note(
    { url: '/articles/a', method: 'GET', headers },
    new Answer(),
    readingAddress('/articles/a'),
  )
  await history.stop()
  expect(kept).toEqual([])
})

test('what could not be noted is noted with the next, as of when it was opened', async () => {
  const handed: Opening[][] = []
  let answers = false
  const history = openHistory({
    siteUrl,
    whoseOf,
    keep: (openings) => {
      handed.push(openings)
      return answers ? Promise.resolve() : Promise.reject(new Error('no database'))
    },
  })
  const response = new Answer()
  const headers = { 'user-agent': browser, cookie: 'session=anna' }
  history.note(
    { url: '/articles/a', method: 'GET', headers },
    response,
    readingAddress('/articles/a'),
  )
  response.statusCode = 200
  response.emit('finish')
  await history.stop()
  answers = true
  await history.stop()
  await history.stop()
  expect(handed).toHaveLength(2)
  expect(handed[1]).toEqual(handed[0])
})
