// @ts-check
/**
 * The worker that answers where there is no network: a navigation that fails gets a page that says so. It keeps
 * nothing, neither a page nor a file: the page that it shows is a part of it. `offline-worker.ts` serves this file,
 * with `self.offlinePage` before it.
 *
 * @typedef {{ waitUntil: (done: Promise<unknown> | undefined) => void }} Lasting
 * @typedef {{
 *   request: Request
 *   preloadResponse: Promise<Response | undefined>
 *   respondWith: (answer: Promise<Response>) => void
 * }} Fetching
 * @typedef {{
 *   offlinePage: { html: string, headers: [string, string][] }
 *   registration: { navigationPreload?: { enable: () => Promise<void> } }
 *   skipWaiting: () => Promise<void>
 *   addEventListener(name: 'install' | 'activate', listener: (event: Lasting) => void): void
 *   addEventListener(name: 'fetch', listener: (event: Fetching) => void): void
 * }} Scope
 */

/** @type {Scope} */
const worker = Reflect.get(globalThis, 'self')

worker.addEventListener('install', (event) => {
  event.waitUntil(worker.skipWaiting())
})

// The browser asks for the page itself while the worker starts, with the cookies that it would send without one.
worker.addEventListener('activate', (event) => {
  event.waitUntil(worker.registration.navigationPreload?.enable())
})

worker.addEventListener('fetch', (event) => {
  const { mode, method } = event.request
  // A form that was sent is the browser's to send again: what was typed would be lost.
  if (mode === 'navigate' && method === 'GET') event.respondWith(answer(event))
})

/**
 * @param {Fetching} event
 * @returns {Promise<Response>}
 */
async function answer({ request, preloadResponse }) {
  try {
    return (await preloadResponse) ?? (await fetch(request))
  } catch {
    const { html, headers } = worker.offlinePage
    return new Response(html, { status: 503, headers })
  }
}
