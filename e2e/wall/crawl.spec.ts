/** The crawl bites: it finds an address and a form wherever one can stand, and knows what nobody classified. */
import { expect, test } from '@playwright/test'
import { formTable } from './form-table.ts'
import { formsIn } from './forms.ts'
import { addressesIn } from './found.ts'
import { classify, isNoAddress, keyOf } from './known.ts'
import type { Header } from './request.ts'
import { changesBetween } from './standing.ts'

const asked = new URL('https://news.example/articles/one')
const found = (text: string, type = 'text/html', headers: Header[] = []) => {
  const all: Header[] = [['Content-Type', type], ...headers]
  const answer = { status: 200, headers: all, body: Buffer.from(text), port: null }
  return addressesIn(answer, text, asked).map(({ address }) => address.pathname)
}

for (const [where, html] of [
  ['a link', '<a href="/planted">x</a>'],
  ['a link beside the page', '<a href="../planted">x</a>'],
  ['a link without a scheme', '<a href="//news.example/planted">x</a>'],
  ['a link that is escaped', '<a href="&#47;planted?a=1&amp;b=2">x</a>'],
  ['a link in a comment for a template', '<template><p><a href="/planted">x</a></p></template>'],
  ['a link for who has no scripts', '<noscript><a href="/planted">x</a></noscript>'],
  ['a link in a drawing', '<svg><a xlink:href="/planted"><path/></a></svg>'],
  ['an area', '<map><area href="/planted"></map>'],
  ['a picture', '<img src="/planted">'],
  ['a picture of many', '<img srcset="/other 1x, /planted 2x">'],
  ['a source', '<picture><source srcset="/planted 400w"></picture>'],
  ['a picture to be fetched ahead', '<link rel="preload" imagesrcset="/planted 1x">'],
  ['a film', '<video poster="/planted"></video>'],
  ['a form', '<form action="/planted"></form>'],
  ['a button', '<form action="/other"><button formaction="/planted">x</button></form>'],
  ['another page of ours in a frame', '<iframe src="/planted"></iframe>'],
  ['the head', '<link rel="alternate" href="/planted">'],
  ['a preview', '<meta property="og:image" content="https://news.example/planted">'],
  ['a refresh', '<meta http-equiv="refresh" content="2; url=/planted">'],
  ['a style', '<p style="background:url(/planted)">x</p>'],
  ['a style sheet', '<style>p{background:url("/planted")}</style>'],
  ['a quotation', '<blockquote cite="/planted">x</blockquote>'],
  [
    'data for search engines',
    '<script type="application/ld+json">{"a":[{"url":"https://news.example/planted"}]}</script>',
  ],
  [
    'rules for fetching ahead',
    '<script type="speculationrules">{"prefetch":[{"urls":["/planted"]}]}</script>',
  ],
  ['a script', '<script>go("/planted")</script>'],
  [
    'a payload of React’s',
    '<script>self.__next_f.push([1,"[\\"$\\",\\"a\\",{\\"href\\":\\"/planted\\"}]"])</script>',
  ],
  ['an attribute for scripts', '<p data-next="/planted">x</p>'],
  ['the words', '<p>See https://news.example/planted.</p>'],
] as const)
  test(`the crawl bites: an address in ${where}`, () => {
    expect(found(html)).toContain('/planted')
  })

test('the crawl bites: an address in what is no page, and in a head', () => {
  expect(found('<loc>https://news.example/planted</loc>', 'application/xml')).toEqual(['/planted'])
  expect(found('Sitemap: https://news.example/planted', 'text/plain')).toEqual(['/planted'])
  expect(found('@import "/planted";', 'text/css')).toEqual(['/planted'])
  expect(found('fetch(`/planted`)', 'text/javascript')).toEqual(['/planted'])
  expect(found('{"next":"/planted"}', 'application/json')).toEqual(['/planted'])
  for (const [name, value] of [
    ['Location', '/planted'],
    ['Content-Location', '/planted'],
    ['Refresh', '0; url=/planted'],
    ['Link', '</planted>; rel=preload'],
    ['X-Next', 'https://news.example/planted'],
  ] satisfies Header[])
    expect(found('', 'text/html', [[name, value]]), name).toEqual(['/planted'])
})

test('the crawl bites: forms, with the action that each button calls', () => {
  const id = 'a'.repeat(42)
  const forms = formsIn(
    `<form method="post"><input name="$ACTION_ID_${id}"><input name="a" value="1"></form>
     <form method="post"><input name="$ACTION_2:0" value='{"id":"${id}","bound":"$@1"}'></form>
     <form action="/search"><input name="q"><button formmethod="post" formaction="/planted">x</button></form>`,
    asked,
  )
  expect(forms.map(({ method, target, action }) => [method, target.pathname, action])).toEqual([
    ['POST', '/articles/one', id],
    ['POST', '/articles/one', id],
    ['GET', '/search', null],
    ['POST', '/planted', null],
  ])
  expect(forms[0]?.fields).toContainEqual(['a', '1'])
})

test('the crawl bites: what nobody classified is not known, and no name of the table is another’s', () => {
  const files = new Set(['/pictures/one.webp'])
  const kindOf = (path: string) => classify(new URL(path, asked), files)?.kind ?? null
  expect(
    ['/', '/articles/one', '/account', '/newsroom', '/pictures/one.webp', '/feed.xml'].map(kindOf),
  ).toEqual(['site', 'article', 'person', 'staff', 'file', 'feed'])
  for (const path of [
    '/planted',
    '/articles',
    '/articles/one/two',
    '/pictures/two.webp',
    '/feedxxml',
  ])
    expect(kindOf(path), path).toBeNull()
  expect(isNoAddress(new URL('/planted', asked))).toBe(false)
  expect(formTable).not.toHaveProperty('planted')
})

const key = (path: string) => keyOf(new URL(path, asked), new Set())

test('the crawl ends: tokens, ways back and pages that count on are one address each', () => {
  expect(key('/withdraw?t=one')).toBe(key('/withdraw?t=two'))
  expect(key('/sign-in?to=/articles/one')).toBe(key('/sign-in?to=%2Farticles%2Ftwo'))
  expect(key('/sign-in?to=/articles/one')).not.toBe(key('/sign-in?to=/account'))
  expect(key('/topics/a?page=8')).toBe(key('/topics/a?page=9'))
  expect(key('/topics/a?page=2')).not.toBe(key('/topics/a?page=3'))
  expect(key('/topics/a?page=2&b=1')).toBe(key('/topics/a?b=1&page=2'))
})

test('the crawl bites: a row that came, went or is another is told', () => {
  const before = { 'mail by reader_id': ['{"a":1}', '{"b":1}'] }
  const after = { 'mail by reader_id': ['{"a":1}', '{"b":2}'], 'gift by giver_id': ['{}'] }
  expect(changesBetween(before, before)).toEqual([])
  expect(changesBetween(before, after)).toEqual([
    'mail by reader_id gained {"b":2}',
    'mail by reader_id lost {"b":1}',
    'gift by giver_id gained {}',
  ])
})
