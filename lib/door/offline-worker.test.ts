import { createContext, runInContext } from 'node:vm'
import { expect, test } from 'vitest'
import { offlineWorker } from './offline-worker.ts'

const siteUrl = new URL('https://news.example')

type Asked = { mode: string; method: string }

/** Runs a worker as a browser does, in a world that has nothing but what it is given here. */
function run(wanted: boolean, { fetch = fails, preload }: { fetch?: Fetch; preload?: Fetch } = {}) {
  const listeners = new Map<string, (event: object) => void>()
  const done: string[] = []
  const self = {
    addEventListener: (name: string, listener: (event: object) => void) =>
      listeners.set(name, listener),
    skipWaiting: () => Promise.resolve(done.push('skipWaiting')),
    registration: {
      unregister: () => Promise.resolve(done.push('unregister')),
      navigationPreload: { enable: () => Promise.resolve(done.push('preload')) },
    },
  }
  const world = createContext({ self, fetch, Response })
  runInContext(offlineWorker(siteUrl, wanted).body.toString(), world)
  const tell = (name: string, event: object) => listeners.get(name)?.(event)
  return {
    done,
    live: async (name: string) => {
      const waits: unknown[] = []
      tell(name, { waitUntil: (work: unknown) => waits.push(work) })
      await Promise.all(waits)
    },
    /** What the worker answers; null when it leaves that to the browser. */
    ask: async (request: Asked): Promise<Response | null> => {
      const answers: Promise<Response>[] = []
      const respondWith = (answer: Promise<Response>) => answers.push(answer)
      tell('fetch', { request, preloadResponse: preload?.() ?? Promise.resolve(), respondWith })
      return (await answers[0]) ?? null
    },
  }
}

type Fetch = () => Promise<Response>
const fails: Fetch = () => Promise.reject(new TypeError('Failed to fetch'))
const visit: Asked = { mode: 'navigate', method: 'GET' }

test('a navigation that fails is answered with a page of ours, under our policy', async () => {
  for (const world of [{}, { preload: fails }]) {
    const answer = await run(true, world).ask(visit)
    expect(answer?.status).toBe(503)
    expect(answer?.headers.get('Content-Security-Policy')).toMatch(/^default-src 'none'; style-src/)
    expect(answer?.headers.get('X-Frame-Options')).toBe('DENY')
    expect(answer?.headers.get('Cache-Control')).toBe('private, no-store')
    expect(await answer?.text()).toContain('You are not connected')
  }
})

test('one that is answered is handed on as it is, whatever the answer', async () => {
  const refused = new Response('refused', { status: 403 })
  expect(await run(true, { preload: () => Promise.resolve(refused) }).ask(visit)).toBe(refused)
  expect(await run(true, { fetch: () => Promise.resolve(refused) }).ask(visit)).toBe(refused)
})

test.each([
  { mode: 'navigate', method: 'POST' },
  { mode: 'cors', method: 'GET' },
  { mode: 'no-cors', method: 'GET' },
])('it leaves to the browser what is no page that is opened: $mode $method', async (request) => {
  expect(await run(true).ask(request)).toBeNull()
})

test('it takes the place of an older one at once, and has pages asked for while it starts', async () => {
  const worker = run(true)
  await worker.live('install')
  await worker.live('activate')
  expect(worker.done).toEqual(['skipWaiting', 'preload'])
})

test('it has no word for anything that keeps', () => {
  expect(offlineWorker(siteUrl, true).body.toString()).not.toMatch(
    /caches|indexedDB|storage|clone\(|postMessage/i,
  )
})

test('where it is not wanted, what comes takes itself away and answers nothing', async () => {
  const worker = run(false)
  await worker.live('install')
  await worker.live('activate')
  expect(worker.done).toEqual(['skipWaiting', 'unregister'])
  expect(await worker.ask(visit)).toBeNull()
})

test('it may ask our site alone, and is asked for anew', () => {
  const head = new Map(offlineWorker(siteUrl, true).head)
  expect(head.get('Content-Security-Policy')).toMatch(/^default-src 'none'; .*connect-src 'self'/)
  expect(head.get('Cache-Control')).toBe('no-cache')
  expect(head.get('X-Content-Type-Options')).toBe('nosniff')
})
