import { gunzipSync } from 'node:zlib'
import { afterEach, expect, test } from 'vitest'
import { currentReaderClass } from '#lib/runtime.ts'
import { useTestEnvironment } from '#lib/testing/environment.ts'
import { answerOwnDocument } from './own-document.ts'
import type { NextHandler } from './render.ts'
import { serveHere } from './testing/raw.ts'

const site = {
  siteUrl: new URL('https://news.example'),
  stripeHost: null,
  development: false,
  sharedCache: false,
}

// What goes wrong is logged, and logging asks the environment how.
useTestEnvironment()

const stops: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop()
})

/** The door's side of an offer over real HTTP, with this Next behind it. */
async function offer(next: NextHandler, outage = false) {
  const own = { next, site, outage: () => outage, usedStyles: () => null }
  const served = await serveHere((request, response) => {
    response.setHeader('Content-Security-Policy', "default-src 'none'")
    void answerOwnDocument(own, request, response, 'registered')
  })
  stops.push(served.stop)
  return served.ask
}

const page = (text: string) =>
  `<!DOCTYPE html><html><head><title>Subscribe</title></head><body>${text}<script src="/_next/static/chunks/a.js" async=""></script></body></html>`

/** A page that says what reached it. */
const mirror: NextHandler = async (request, response) => {
  response.setHeader('Content-Type', 'text/html; charset=utf-8')
  response.setHeader('Cache-Control', 'private, no-store')
  const { cookie } = request.headers
  const names = Object.keys(request.headers).toSorted().join(' ')
  response.end(
    page(`<p>${currentReaderClass()}</p><p>${cookie}</p><p>${names}</p>${'.'.repeat(2000)}`),
  )
}

test('a page for one person is a document: it knows who asks, and has no script of the framework', async () => {
  const ask = await offer(mirror)
  const { status, headers, body } = await ask('/subscribe', { headers: { Cookie: 'session=1' } })
  expect(status).toBe(200)
  expect(body.toString()).toContain('<p>registered</p><p>session=1</p>')
  expect(body.toString()).not.toContain('/_next/')
  expect(headers['cache-control']).toBe('private, no-store')
  expect(headers['content-length']).toBe(String(body.byteLength))
  expect(headers['content-security-policy']).toMatch(
    /script-src [^;]*sha256-.*trusted-types 'none'/,
  )
})

test('it is compressed once, for who takes that', async () => {
  const ask = await offer(mirror)
  const { headers, body } = await ask('/subscribe', { headers: { 'Accept-Encoding': 'br, gzip' } })
  expect(headers['content-encoding']).toBe('gzip')
  expect(gunzipSync(body).toString()).toContain('<p>registered</p>')
  expect((await ask('/subscribe', { method: 'HEAD' })).body.byteLength).toBe(0)
})

/** As Next does: it does not write the page of a HEAD. */
const withoutPage: NextHandler = async (request, response) => {
  if (request.method !== 'HEAD') return mirror(request, response)
  response.setHeader('Content-Type', 'text/html; charset=utf-8')
  response.end()
}

test('a HEAD is answered with the head of the page', async () => {
  const ask = await offer(withoutPage)
  const asked = await ask('/subscribe')
  const { status, headers, body } = await ask('/subscribe', { method: 'HEAD' })
  expect([status, body.byteLength]).toEqual([200, 0])
  expect(headers['content-length']).toBe(asked.headers['content-length'])
})

test('what a framework in the browser asks for is answered with the page', async () => {
  const ask = await offer(mirror)
  const asked = { RSC: '1', 'Next-Action': 'a', 'Next-Url': '/', 'Next-Router-Prefetch': '1' }
  const { body } = await ask('/subscribe', { headers: { ...asked, Cookie: 'a=b' } })
  expect(body.toString()).toMatch(/<p>connection cookie host<\/p>/)
})

test('a form that leads on is a redirect, with each of its cookies', async () => {
  const ask = await offer(async (_, response) => {
    response.statusCode = 303
    response.setHeader('Location', 'https://stripe.example/pay')
    response.setHeader('Set-Cookie', ['a=1; Path=/', 'b=2; Path=/'])
    response.end()
  })
  const { status, headers } = await ask('/subscribe', { method: 'POST' })
  expect([status, headers.location]).toEqual([303, 'https://stripe.example/pay'])
  expect(headers['set-cookie']).toEqual(['a=1; Path=/', 'b=2; Path=/'])
  expect(headers['content-security-policy']).toBe("default-src 'none'")
})

test('a page that leads on before it is rendered is a redirect without a body', async () => {
  const ask = await offer(async (_, response) => {
    response.statusCode = 307
    response.setHeader('Location', '/sign-in?to=%2Fsubscribe')
    response.setHeader('Content-Type', 'text/html; charset=utf-8')
    response.end('<!DOCTYPE html><html id="__next_error__"><head></head><body></body></html>')
  })
  const { status, headers, body } = await ask('/subscribe')
  expect([status, headers.location]).toEqual([307, '/sign-in?to=%2Fsubscribe'])
  expect(body.byteLength).toBe(0)
})

test.each([
  [false, 500],
  [true, 503],
])('what fails is said plainly (the database out of reach: %s)', async (outage, expected) => {
  const failing: NextHandler[] = [
    async () => {
      throw new Error('broken')
    },
    async (_, response) => {
      response.writeHead(500).end('<html id="__next_error__">')
    },
    async (_, response) => {
      response.setHeader('Content-Type', 'text/html')
      response.end(page('<template id="B:0"></template>'))
    },
  ]
  for (const next of failing) {
    const ask = await offer(next, outage)
    const { status, headers, body } = await ask('/subscribe')
    expect([status, headers['content-type']]).toEqual([expected, 'text/html; charset=utf-8'])
    expect(body.toString()).not.toContain('__next_error__')
  }
})
