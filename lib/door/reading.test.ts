import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterEach, describe, expect, test, vi } from 'vitest'
import type { ReaderClass } from '#lib/access/level.ts'
import type { Turn } from '#lib/limits.ts'
import { currentMissing, currentReaderClass } from '#lib/runtime.ts'
import { useTestEnvironment } from '#lib/testing/environment.ts'
import { openLane } from './lane.ts'
import { openPageCache } from './page-cache.ts'
import type { Passing } from './passing.ts'
import { answerReading, openRenderer } from './reading.ts'
import { refuse } from './refuse.ts'
import type { NextHandler } from './render.ts'
import { readingAddress } from './routes.ts'
import { trustedByHand } from './testing/changes.ts'
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

/** A page that says for whom it was made: the gated sentence for subscribers, a cut for others. */
const plainPage: NextHandler = async (request, response) => {
  const readerClass = currentReaderClass()
  const text = readerClass === 'subscriber' ? 'the gated sentence' : 'the cut'
  response.setHeader('Content-Type', 'text/html; charset=utf-8')
  response.setHeader('Cache-Control', 'private, no-cache, no-store, max-age=0, must-revalidate')
  response.end(
    `<!DOCTYPE html><html><head><title>${readerClass}</title></head><body><p>${text}</p><p>${request.url}</p></body></html>`,
  )
}

/** A page that says that there is nothing, and which address it was told. */
const missingPage: NextHandler = async (_, response) => {
  response.statusCode = 404
  response.setHeader('Content-Type', 'text/html; charset=utf-8')
  const missing = JSON.stringify(currentMissing())
  response.end(
    `<!DOCTYPE html><html><head><title>none</title></head><body><p>${missing}</p></body></html>`,
  )
}

/** The door's reading side over real HTTP, with this Next behind it and a class the test decides. */
async function door(
  options: {
    next?: NextHandler
    classOf?: () => ReaderClass | Promise<ReaderClass>
    sharedCache?: boolean
    lane?: { atOnce: number; waiting: number }
    isWithdrawn?: (slug: string) => Promise<boolean>
    turn?: () => Promise<Turn>
  } = {},
) {
  const changes = trustedByHand()
  const next = vi.fn<NextHandler>(options.next ?? plainPage)
  const render = openRenderer({
    usedStyles: () => null,
    isWithdrawn: options.isWithdrawn ?? (async () => false),
    next,
    site: { ...site, sharedCache: options.sharedCache ?? false },
    lane: openLane(options.lane ?? { atOnce: 8, waiting: 100 }),
  })
  const pages = openPageCache<Passing>({ maxBytes: 10_000_000, changes, render })
  const reading = {
    classOf: options.classOf ?? (() => 'anonymous' as const),
    pages,
    render,
    turn: options.turn ?? (() => null),
    outage: () => !changes.database.answers(),
  }
  const served = await serveHere((request, response) => {
    const address = readingAddress(request.url ?? '/')
    if (!address) return refuse(response, 404)
    void answerReading(reading, request, response, address)
  })
  stops.push(served.stop)
  return { changes, ...served, next, pages }
}

describe('the bytes', () => {
  const decode = { br: brotliDecompressSync, gzip: gunzipSync }

  test.each(['br', 'gzip'] as const)('%s is made once, and is the page', async (encoding) => {
    const { ask } = await door()
    const plain = await ask('/articles/low-water')
    const askPacked = () => ask('/articles/low-water', { headers: { 'Accept-Encoding': encoding } })
    await expect.poll(async () => (await askPacked()).headers['content-encoding']).toBe(encoding)
    const packed = await askPacked()
    expect(decode[encoding](packed.body)).toEqual(plain.body)
    expect(packed.headers['content-length']).toBe(String(packed.body.byteLength))
    expect(packed.headers.etag).not.toBe(plain.headers.etag)
  })

  test('a client that has them is told so, and HEAD gets the head', async () => {
    const { ask } = await door()
    const { headers, body } = await ask('/articles/low-water')
    const etag = headers.etag ?? ''
    expect(etag).toMatch(/^"[\w-]{22}-identity"$/)
    for (const had of [etag, `W/${etag}`, `"other", ${etag}`]) {
      const again = await ask('/articles/low-water', { headers: { 'If-None-Match': had } })
      expect([again.status, again.body.byteLength, again.headers.etag]).toEqual([304, 0, etag])
      expect(again.headers.vary).toBe(headers.vary)
    }
    const changed = await ask('/articles/low-water', { headers: { 'If-None-Match': '"other"' } })
    expect(changed.status).toBe(200)
    const head = await ask('/articles/low-water', { method: 'HEAD' })
    expect(head.headers['content-length']).toBe(String(body.byteLength))
    expect(head.body.byteLength).toBe(0)
  })

  test('a client that has them in a form it was sent before the best was made has them', async () => {
    const { ask } = await door()
    const askFor = (headers: Record<string, string>) => ask('/articles/low-water', { headers })
    const both = { 'Accept-Encoding': 'gzip, br' }
    const first = await askFor(both)
    const etag = first.headers.etag ?? ''
    expect(etag).toMatch(/-gzip"$/)
    await expect.poll(async () => (await askFor(both)).headers['content-encoding']).toBe('br')
    const again = await askFor({ ...both, 'If-None-Match': etag })
    expect([again.status, again.headers.etag]).toEqual([304, etag])
    expect((await askFor({ 'If-None-Match': etag })).status).toBe(200)
  })
})

async function control(path: string, readerClass: ReaderClass, sharedCache = false) {
  const { ask } = await door({ classOf: () => readerClass, sharedCache })
  const { headers } = await ask(path)
  return [headers['cache-control'], headers.etag === undefined, headers['surrogate-key']]
}

describe('who may keep an answer', () => {
  test('the whole of an article stays nowhere', async () => {
    const none = ['private, no-store', true, undefined]
    expect(await control('/articles/low-water', 'subscriber')).toEqual(none)
    expect(await control('/articles/low-water', 'registered')).toEqual(none)
    expect(await control('/articles/low-water', 'subscriber', true)).toEqual(none)
  })

  test('what is public may be kept by a browser, which asks each time', async () => {
    const tags = 'article:low-water lists'
    expect(await control('/articles/low-water', 'anonymous')).toEqual([
      'public, no-cache',
      false,
      tags,
    ])
    expect(await control('/', 'subscriber')).toEqual(['private, no-cache', false, undefined])
  })

  test('a cache in front answers by itself only where it passes on sessions', async () => {
    const [shared] = await control('/articles/low-water', 'anonymous', true)
    expect(shared).toContain('s-maxage=60, stale-while-revalidate=30')
    expect(await control('/', 'registered', true)).toEqual(['private, no-cache', false, undefined])
  })

  test.each<[string, (response: Parameters<NextHandler>[1]) => void]>([
    ['a cookie', (response) => void response.setHeader('Set-Cookie', 'a=b')],
    [
      'no-store of the page’s own',
      (response) => void response.setHeader('Cache-Control', 'no-store'),
    ],
    ['a missing page', (response) => void Object.assign(response, { statusCode: 404 })],
  ])('%s is never kept', async (_name, mark) => {
    const { ask, next } = await door({
      next: async (request, response) => {
        const end = response.end.bind(response)
        // What the page itself says, after the framework has said its own.
        Object.assign(response, { end: (body: string) => (mark(response), end(body)) })
        await plainPage(request, response)
      },
    })
    await ask('/articles/low-water')
    const before = next.mock.calls.length
    await ask('/articles/low-water')
    expect(next.mock.calls).toHaveLength(before * 2)
  })
})

test('nothing of whoever asks reaches the page', async () => {
  const seen: unknown[] = []
  const { ask } = await door({
    next: async (request, response) => {
      seen.push(request.headers, request.url, request.method)
      await plainPage(request, response)
    },
  })
  await ask('/articles/low-water?utm_source=x&nxtPslug=other', {
    headers: {
      Cookie: 'foldline=secret',
      Host: 'evil.example',
      'X-Forwarded-Host': 'evil.example',
      'X-Forwarded-For': '203.0.113.9',
      RSC: '1',
      'Next-Router-State-Tree': 'x',
      'User-Agent': 'Googlebot',
      'Accept-Language': 'fr',
      Authorization: 'Bearer x',
    },
  })
  expect(seen).toEqual([
    {
      host: 'news.example',
      accept: 'text/html',
      'x-forwarded-host': 'news.example',
      'x-forwarded-proto': 'https',
      'x-forwarded-for': '127.0.0.1',
    },
    '/articles/low-water',
    'GET',
  ])
})

test.each(['POST', 'PUT', 'DELETE', 'PATCH'])('%s is refused: a page is read', async (method) => {
  const { ask, next } = await door()
  const { status, headers } = await ask('/articles/low-water', { method })
  expect([status, headers.allow]).toEqual([405, 'GET, HEAD'])
  expect(next).not.toHaveBeenCalled()
})

test('access that changes between decision and render never mixes pages, both ways, thousands of times', async () => {
  const state: { readerClass: ReaderClass } = { readerClass: 'anonymous' }
  const { ask, changes } = await door({
    classOf: () => state.readerClass,
    next: async (request, response) => {
      // The reader's access changes while the page of the class decided before is rendered.
      state.readerClass = state.readerClass === 'subscriber' ? 'anonymous' : 'subscriber'
      await Promise.resolve()
      await plainPage(request, response)
    },
  })
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom('read', 'read', 'changed', 'lists'), {
        minLength: 20,
        maxLength: 60,
      }),
      async (steps) => {
        for (const step of steps) {
          if (step === 'changed') changes.tell({ kind: 'article', slug: 'low-water' })
          if (step === 'lists') changes.tell({ kind: 'lists' })
          const decided = state.readerClass
          const { headers, body } = await ask('/articles/low-water')
          const html = body.toString()
          expect(html).toContain(`<title>${decided}</title>`)
          expect(html.includes('the gated sentence')).toBe(decided === 'subscriber')
          expect(headers['cache-control'] === 'private, no-store').toBe(decided === 'subscriber')
          state.readerClass = state.readerClass === 'subscriber' ? 'anonymous' : 'subscriber'
        }
      },
    ),
  )
})

test('where a route finds nothing, the answer is the whole page of an address that no route has', async () => {
  const { ask } = await door({
    next: async (request, response) => {
      response.statusCode = 404
      response.setHeader('Content-Type', 'text/html; charset=utf-8')
      response.end(
        request.url === '/articles/none'
          ? '<!DOCTYPE html><html id="__next_error__"><head></head><body></body></html>'
          : '<!DOCTYPE html><html><head></head><body>Nothing is here</body></html>',
      )
    },
  })
  const { status, headers, body } = await ask('/articles/none')
  expect([status, headers['cache-control']]).toEqual([404, 'private, no-store'])
  expect(body.toString()).toContain('Nothing is here')
})

test('a page that leads elsewhere is a redirect without a body, and is kept by nobody', async () => {
  const { ask, next } = await door({
    next: async (_, response) => {
      response.statusCode = 307
      response.setHeader('Location', '/articles/low-water')
      response.setHeader('Content-Type', 'text/html; charset=utf-8')
      response.end('<!DOCTYPE html><html id="__next_error__"><head></head><body></body></html>')
    },
  })
  for (const count of [1, 2]) {
    const { status, headers, body } = await ask('/articles/low-water/comments')
    expect([status, headers.location]).toEqual([307, '/articles/low-water'])
    expect([headers['cache-control'], body.byteLength]).toEqual(['private, no-store', 0])
    expect(next).toHaveBeenCalledTimes(count)
  }
})

describe('when something is broken', () => {
  test('a database that cannot say who asks is a 503 that says when to come again', async () => {
    const { ask } = await door({ classOf: async () => Promise.reject(new Error('no database')) })
    const { status, headers } = await ask('/articles/low-water')
    expect([status, headers['retry-after'], headers['cache-control']]).toEqual([
      503,
      '30',
      'private, no-store',
    ])
  })

  test('a page that fails is a plain page of ours; in an outage it says so', async () => {
    const { ask, changes } = await door({
      next: async (_request, response) => {
        response.statusCode = 500
        response.end('<html>half a page</html>')
      },
    })
    const failed = await ask('/articles/low-water')
    expect([failed.status, failed.body.toString().includes('half')]).toEqual([500, false])
    changes.trust(false)
    changes.answer(false)
    expect((await ask('/articles/low-water')).status).toBe(503)
  })

  test('a render that throws is a 500, and the next request tries again', async () => {
    let broken = true
    const { ask } = await door({
      next: async (request, response) => {
        if (broken) throw new Error('broken')
        await plainPage(request, response)
      },
    })
    expect((await ask('/articles/low-water')).status).toBe(500)
    broken = false
    expect((await ask('/articles/low-water')).status).toBe(200)
  })

  test('more pages than can be rendered are a quick 503 instead of a long wait', async () => {
    const gate = Promise.withResolvers<void>()
    const { ask } = await door({
      lane: { atOnce: 1, waiting: 1 },
      next: async (request, response) => {
        await gate.promise
        await plainPage(request, response)
      },
    })
    const statuses: number[] = []
    const answers = ['a', 'b', 'c', 'd'].map(async (name) => {
      statuses.push((await ask(`/articles/${name}`)).status)
    })
    await expect.poll(() => statuses).toEqual([503, 503])
    gate.resolve()
    await Promise.all(answers)
    expect(statuses).toEqual([503, 503, 200, 200])
  })
})

describe('a search takes a turn', () => {
  const refused = { kind: 'limited', retryAfterSeconds: 17, first: true } as const

  test('who has none left gets a page that says when, and nothing is rendered', async () => {
    const { ask, next } = await door({ turn: async () => refused })
    for (const method of ['GET', 'HEAD']) {
      const answer = await ask('/search?q=tide', { method })
      expect([answer.status, answer.headers['retry-after']]).toEqual([429, '17'])
      expect(answer.headers['cache-control']).toBe('private, no-store')
    }
    expect((await ask('/search?q=tide')).body.toString()).toContain('A little slower, please')
    expect(next).not.toHaveBeenCalled()
  })

  test.each([
    '/search',
    '/search?q=',
    '/search?q=+',
    '/search?page=2',
    '/',
    '/articles/low-water?q=x',
  ])('%s asks for nothing that costs, and takes none', async (path) => {
    const turn = vi.fn<() => Promise<Turn>>(async () => refused)
    const { ask } = await door({ turn })
    expect((await ask(path)).status).toBe(200)
    expect(turn).not.toHaveBeenCalled()
  })

  test('a database that cannot count it answers nobody', async () => {
    const { ask, next } = await door({ turn: () => Promise.reject(new Error('away')) })
    expect((await ask('/search?q=tide')).status).toBe(500)
    expect(next).not.toHaveBeenCalled()
  })
})

test('an article that was withdrawn answers 410, one that never was 404, and the page hears which address', async () => {
  const asked: string[] = []
  const isWithdrawn = async (slug: string) => {
    asked.push(slug)
    return slug === 'gone'
  }
  const { ask } = await door({ next: missingPage, isWithdrawn })
  const answers = []
  for (const url of [
    '/articles/gone',
    '/articles/gone/comments',
    '/articles/never',
    '/sections/gone',
    '/x/gone',
  ])
    answers.push(await ask(url))
  expect(answers.map(({ status }) => status)).toEqual([410, 410, 404, 404, 404])
  for (const { headers } of answers) expect(headers['cache-control']).toBe('private, no-store')
  expect(answers.map(({ body }) => /<p>(.*)<\/p>/.exec(body.toString())?.[1])).toEqual([
    '{"path":"/articles/gone","withdrawn":true}',
    '{"path":"/articles/gone/comments","withdrawn":true}',
    '{"path":"/articles/never","withdrawn":false}',
    '{"path":"/sections/gone","withdrawn":false}',
    '{"path":"/x/gone","withdrawn":false}',
  ])
  // What is no article's address is not looked up.
  expect(asked).toEqual(['gone', 'gone', 'never'])
})
