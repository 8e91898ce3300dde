/** Addresses that somebody else wrote: where they lead, what they read, and whose name stands in what we send. */
import { randomInt } from 'node:crypto'
import { expect, test } from '@playwright/test'
import { forgeForm } from './support/actions.ts'
import { endCallers, newStranger, signedInCaller } from './support/callers.ts'
import { readForm } from './support/forms.ts'
import { waitForMail } from './support/inbox.ts'
import { somebody } from './support/people.ts'
import { knock } from './support/raw.ts'
import { stack } from './support/stack.ts'

test.afterAll(endCallers)

const site = stack().site.replace(/\/$/, '')

/** What has led browsers away from other sites. */
const elsewhere = [
  'https://evil.example/',
  '//evil.example',
  '///evil.example',
  '/\\evil.example',
  '\\/\\/evil.example',
  '/%09/evil.example',
  '/\t/evil.example',
  '/%0d%0aLocation:https://evil.example',
  '//evil.example%2f@localhost',
  '//localhost@evil.example',
  '/.//evil.example',
  '/x/..//evil.example',
  'http:evil.example',
  'javascript:alert(1)',
  'data:text/html,x',
  '/sign-in/confirm?to=//evil.example',
]
/** Names under which pages of ours or of next-auth's are told where to lead. */
const names = ['to', 'from', 'callbackUrl', 'redirect', 'next', 'return', 'returnTo', 'url']

const isOurs = (location: string | undefined) =>
  location === undefined || new URL(location, `${site}/here`).origin === site

test('whatever an address says about where to go, nobody is led off our site', async () => {
  const nobody = await newStranger()
  const reader = await signedInCaller(somebody('led'))
  const pages = [
    '/sign-in',
    '/sign-in/code',
    '/subscribe',
    '/subscribe/return',
    '/account',
    '/account/return',
    '/account/pay',
    '/account/plan',
    '/gift/redeem',
    '/newsroom',
    '/search',
    '/',
  ]
  for (const wanted of elsewhere) {
    const query = new URLSearchParams(names.map((name) => [name, wanted]))
    for (const page of pages)
      for (const caller of [nobody, reader]) {
        const answer = await caller.get(`${site}${page}?${query}`, { maxRedirects: 0 })
        const { location } = answer.headers()
        expect([page, wanted, location, isOurs(location)]).toEqual([page, wanted, location, true])
        expect(answer.status()).toBeLessThan(500)
      }
  }
})

test('a form that says where to go is not believed either', async () => {
  const nobody = await newStranger()
  const offer = forgeForm('subscribe', '/subscribe')
  for (const from of elsewhere) {
    const answer = await nobody.post(`${site}${offer.path}`, {
      headers: { Origin: site },
      multipart: { ...offer.fields, plan: 'monthly', from },
      maxRedirects: 0,
    })
    const { location = '' } = answer.headers()
    expect([from, isOurs(location)]).toEqual([from, true])
    const back = new URL(location, site).searchParams.get('to') ?? '/'
    expect([from, isOurs(new URL(back, site).searchParams.get('from') ?? '/')]).toEqual([
      from,
      true,
    ])
  }
})

test('a person’s path is put right on our own host, however it begins', async () => {
  for (const path of [
    '//evil.example/',
    '//evil.example/%2e%2e',
    '/\\evil.example/',
    '///evil.example//',
    '/.//evil.example/',
    '/%2F%2Fevil.example/',
  ])
    for (const Host of [new URL(site).host, 'evil.example']) {
      const headers = { Host, 'Sec-Fetch-Mode': 'navigate' }
      const { location } = await knock(`${site}${path}`, { method: 'GET', headers })
      expect([path, Host, isOurs(location)]).toEqual([path, Host, true])
    }
})

test('what names another host gets our own in mails, feeds and pages', async () => {
  const claims = {
    Host: 'evil.example',
    'X-Forwarded-Host': 'evil.example',
    'X-Forwarded-Proto': 'gopher',
    'X-Original-URL': 'https://evil.example/',
    Forwarded: 'host=evil.example;proto=https',
  }
  for (const path of [
    '/',
    '/feed.xml',
    '/sitemap.xml',
    '/news-sitemap.xml',
    '/robots.txt',
    '/sign-in',
    '/subscribe',
    '/search?q=tide',
  ]) {
    const answer = await knock(`${site}${path}`, { method: 'GET', headers: claims })
    expect([path, answer.status, answer.body.includes('evil.example')]).toEqual([path, 200, false])
  }
  const email = somebody('host')
  const caller = await newStranger()
  const { path, fields } = await readForm(caller, '/sign-in', 'Send me a code')
  const boundary = 'the-boundary'
  const parts = Object.entries({ ...fields, email }).map(
    ([name, value]) =>
      `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  )
  const sent = await knock(`${site}${path}`, {
    method: 'POST',
    headers: {
      ...claims,
      'X-Forwarded-For': `198.19.${randomInt(256)}.${randomInt(256)}`,
      Origin: site,
      'Content-Type': `multipart/form-data; boundary=${boundary}`,
    },
    body: `${parts.join('')}--${boundary}--\r\n`,
  })
  expect(sent).toMatchObject({ status: 303, location: '/sign-in/code' })
  const mail = await waitForMail(email, /is your code/)
  expect(JSON.stringify(mail)).not.toContain('evil.example')
  expect(mail.html).toContain(`${site}/sign-in/confirm?token=`)
})

/** Ways out of a folder, and what lies there. */
const outside = ['package.json', '.env', 'BUILD_ID', 'etc/passwd']
const ups = [
  '../',
  '..%2f',
  '%2e%2e/',
  '%2e%2e%2f',
  '%252e%252e%252f',
  '..%5c',
  '..\\',
  '..%c0%af',
  '....//',
  '%2e%2e%5c',
  './../',
  '..;/',
]
const folders = ['/pictures/', '/_next/static/', '/_next/', '/articles/', '/']

test('no way out of a folder leads to a file of the house', async () => {
  const known = ['"devDependencies"', 'AUTH_SECRET', 'root:x:']
  const paths = folders.flatMap((folder) =>
    ups.flatMap((up) =>
      outside.flatMap((file) => [2, 4].map((deep) => `${folder}${up.repeat(deep)}${file}`)),
    ),
  )
  for (const path of paths) {
    const { status, body } = await knock(`${site}${path}`, { method: 'GET' })
    const shown = known.filter((one) => body.includes(one))
    expect([path, status < 500, shown]).toEqual([path, true, []])
    expect([path, status === 200 && !body.includes('<html')]).toEqual([path, false])
  }
})

test('pages whose address holds a token tell it to no other page', async () => {
  const caller = await newStranger()
  for (const path of [
    '/sign-in/confirm?token=x',
    '/account/email/confirm?token=x',
    '/withdraw?t=x',
    '/gift/redeem?code=x',
  ]) {
    const answer = await caller.get(`${site}${path}`)
    expect([path, answer.headers()['referrer-policy']]).toEqual([path, 'same-origin'])
    expect(answer.headers()['cache-control']).toContain('no-store')
    expect(await answer.text()).toMatch(/<meta name="referrer" content="same-origin"/)
  }
})
