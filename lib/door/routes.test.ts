import { expect, test } from 'vitest'
import { liesReady, NOWHERE, readingAddress, tagsOf } from './routes.ts'

const urlOf = (requested: string) => readingAddress(requested)?.url ?? null
const isKept = (requested: string) => readingAddress(requested)?.route.keep ?? false

test.each([
  ['/', '/'],
  ['/?utm_source=mail&page=2', '/'],
  ['/articles/low-water', '/articles/low-water'],
  ['/articles/low-water?slug=other&nxtPslug=other', '/articles/low-water'],
  ['/articles/low-water?_rsc=abc', '/articles/low-water'],
  ['/articles/low-water/comments?x=1', '/articles/low-water/comments'],
  [
    '/articles/low-water/comments?thread=a&page=2&order=oldest&utm=x',
    '/articles/low-water/comments?order=oldest&page=2&thread=a',
  ],
  ['/sections/work?x=1&page=2', '/sections/work?page=2'],
  ['/sections/work?page=2&page=3', '/sections/work?page=2&page=3'],
  ['/search?page=2&q=a+b&x', '/search?q=a+b&page=2'],
  ['/search?q=%E2%82%AC%26', '/search?q=%E2%82%AC%26'],
  ['/feed.xml?x', '/feed.xml'],
  ['/sections/work/feed.json?page=2', '/sections/work/feed.json'],
  ['/sitemaps/2027-03.xml?full=1', '/sitemaps/2027-03.xml'],
])('W48: of %s the page sees %s: what it does not depend on cannot be part of it', (sent, seen) => {
  expect(urlOf(sent)).toBe(seen)
})

test.each([
  '/account',
  '/account/invoices?year=2026',
  '/api/me',
  '/feed/token.xml',
  '/comments/write?article=low-water',
  '/newsroom/readers?q=a',
  '/subscribe',
  '/pictures/low-water.webp',
  '/_next/static/chunks/a.js',
])('%s belongs to Next alone', (sent) => {
  expect(readingAddress(sent)).toBeNull()
})

test.each([
  '/search?q=bell',
  '/articles/%6Cow-water',
  '/articles/Low-Water',
  '/articles/low-water/',
  '/articles/low-water/more',
  '/articles/low-water/comments/',
  '/articles/low-water/comments/more',
  '/articles/Low-Water/comments',
  '/articles/low-water.rsc',
  '/articles/',
  '/articles',
  '/articles/..%2f..%2fetc',
  '/nothing/here',
  '/nothing.here',
  '/%09/evil.example',
  '//articles/low-water',
])('W10: %s is a document that is not kept', (sent) => {
  expect(readingAddress(sent)).toMatchObject({ route: { kind: 'document', keep: false } })
})

test.each([
  '/articles/low-water%00',
  '/search%00',
  '/account%00',
  '/articles/low-water%',
  '/articles/low-water%zz',
  '/articles/%ff',
  '/%c0%afarticles/low-water',
  '*',
  '*/articles/low-water',
  'articles/low-water',
  'http://evil.example/articles/low-water',
  '/_global-error',
  '/%5Fglobal-error',
  '//_global-error',
  '/_not-found',
  '/_next',
])('W10: %s is nowhere, and no fault', (sent) => {
  expect(readingAddress(sent)).toMatchObject({ url: NOWHERE, route: { keep: false } })
})

test.each([
  '/feed.json',
  '/llms.txt',
  '/license.xml',
  '/sections/work/feed.xml',
  '/topics/measurement/feed.json',
  '/sitemaps/pages.xml',
  '/sitemaps/2027-03-2.xml',
  `/maps/${'0a'.repeat(16)}.svg`,
])('%s is a file, the same for everybody, and kept', (sent) => {
  expect(readingAddress(sent)).toMatchObject({
    url: sent,
    route: { kind: 'file', keep: true, holdsText: false },
    article: null,
  })
})

test.each([
  '/articles/low-water/feed.xml',
  '/sections/Work/feed.xml',
  '/sections/work/feed.xml/',
  '/sections/work/feed.atom',
  '/sections/feed.xml',
  '/nothing/work/feed.xml',
  '/sitemaps/2027-03',
  '/sitemaps/2027_03.xml',
  '/maps/none.svg',
  `/maps/${'0a'.repeat(16)}.svg/x`,
  '/sitemaps/../feed.xml',
])('%s is no file, and not kept', (sent) => {
  expect(readingAddress(sent)).toMatchObject({ route: { kind: 'document', keep: false } })
})

test('an address is kept under one spelling only', () => {
  expect(isKept('/articles/low-water')).toBe(true)
  expect(isKept('/feed.xml')).toBe(true)
  expect(readingAddress('/articles/low-water')).toMatchObject({ article: 'low-water' })
  expect(readingAddress('/articles/low-water/comments?page=2')).toMatchObject({
    article: 'low-water',
    route: { keep: true, holdsText: true },
  })
})

const tagsFor = (requested: string) => {
  const address = readingAddress(requested)
  return address && tagsOf(address)
}

test('a caching network is told an article’s own name, and that lists stand on every page', () => {
  expect(tagsFor('/articles/low-water')).toEqual(['article:low-water', 'lists'])
  expect(tagsFor('/articles/low-water/comments')).toEqual(['article:low-water', 'lists'])
  expect(tagsFor('/sections/work')).toEqual(['lists'])
})

test.each([
  ['/pictures/low-water.720.webp', true],
  ['/_next/static/chunks/a.js', true],
  ['/account/none.html', false],
  ['/newsroom/readers/a.b', false],
  ['/', false],
])('whether %s lies ready goes by the table, not by a dot: %s', (path, ready) => {
  expect(liesReady(path)).toBe(ready)
})
