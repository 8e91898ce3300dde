import { readFileSync } from 'node:fs'
import path from 'node:path'
import { securityHeaders } from './headers.ts'
import { plainPage, plainPagePolicy } from './plain-page.ts'
import { OFFLINE_WORKER, plainPolicy } from './policy.ts'

type Served = { path: string; body: Buffer; head: [string, string][] }

/**
 * The service worker that shows a page of ours where there is no network (`offline.browser.js`), as it is served. Only
 * pages with React register it (`instrumentation-client.ts`): the policy of documents lets no address become code.
 * Where it is not `wanted`, browsers that have it get one that takes itself away as soon as it has come.
 */
export function offlineWorker(siteUrl: URL, wanted: boolean): Served {
  return {
    path: OFFLINE_WORKER,
    body: Buffer.from(wanted ? `${offlinePage(siteUrl)}\n${source()}` : takesItselfAway),
    head: [
      ...securityHeaders({ siteUrl }, policy),
      ['Content-Type', 'text/javascript; charset=utf-8'],
      // Whoever has an old one asks here for the new one.
      ['Cache-Control', 'no-cache'],
    ],
  }
}

/** What the worker itself may do: ask our site for pages, and nothing else. */
const policy = `${plainPolicy([])}; connect-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'`

const takesItselfAway = `self.addEventListener('install', (event) => event.waitUntil(self.skipWaiting()))
self.addEventListener('activate', (event) => event.waitUntil(self.registration.unregister()))
`

const source = () => readFileSync(path.join(import.meta.dirname, 'offline.browser.js'), 'utf8')

/** The page, with the headers of an answer of ours: a browser heeds those of a worker's answer alike. */
function offlinePage(siteUrl: URL): string {
  const html = plainPage({
    kicker: 'Offline',
    title: 'You are not connected',
    sentences: [
      'This page could not be fetched: your device has no network, or it does not reach us just now.',
      'Nothing that you read is kept on the device. Once you are connected again, the page is here.',
    ],
    ways: [
      { href: '', name: 'Try again' },
      { href: '/', name: 'Front page' },
    ],
  })
  const headers = [
    ...securityHeaders({ siteUrl }, plainPagePolicy),
    ['Content-Type', 'text/html; charset=utf-8'],
    ['Cache-Control', 'private, no-store'],
  ]
  return `self.offlinePage = ${JSON.stringify({ html, headers })}`
}
