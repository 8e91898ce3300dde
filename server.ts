/**
 * The door: the only thing that listens on the port. It decides for which class of reader a request
 * is answered, and lets Next render.
 */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import next from 'next'
import { answerWebhook, isWebhook } from '#lib/billing/webhook-address.ts'
import { openAccessMemory } from '#lib/door/access-memory.ts'
import { clientAddress, readTrustedProxies } from '#lib/door/address.ts'
import { listenForChanges } from '#lib/door/changes.ts'
import { comesFromOurPages } from '#lib/door/cross-site.ts'
import { cleanHeaders, setSecurityHeaders } from '#lib/door/headers.ts'
import { makeNonce, nonceForNext, policyFor } from '#lib/door/policy.ts'
import { refuse } from '#lib/door/refuse.ts'
import { siteScript } from '#lib/door/site-script.ts'
import { redirectToCanonical } from '#lib/door/canonical.ts'
import { log } from '#lib/log.ts'
import {
  announceSiteScript,
  appDatabase,
  closeDatabases,
  environment,
  stopJobs,
  withReaderClass,
} from '#lib/runtime.ts'

const development = process.argv.includes('--dev')
const { port, siteUrl, stripe, trustedProxies, databaseUrl } = environment()
const proxies = readTrustedProxies(trustedProxies)
const changes = listenForChanges(databaseUrl)
const access = openAccessMemory({ db: appDatabase(), changes, siteUrl })
const script = siteScript()
announceSiteScript(script.path)

const app = next({ dev: development, dir: import.meta.dirname, hostname: 'localhost', port })
await app.prepare()
const render = app.getRequestHandler()

const server = createServer((request, response) => {
  answer(request, response).catch((error: unknown) => {
    log().error({ err: error }, 'request failed')
    refuse(response, 500)
  })
})
if (development) {
  const upgrade = app.getUpgradeHandler()
  server.on('upgrade', (request, socket, head) => void upgrade(request, socket, head))
}
server.once('error', (error) => {
  process.stderr.write(`The site cannot listen on port ${port}: ${error.message}\n`)
  process.exit(1)
})
// Whoever started us keeps the port free of others until we are ready to take it.
if (process.send) {
  process.send('prepared')
  await once(process, 'message')
}
server.listen(port, () => process.send?.('listening'))

/** Built files are the same for everybody: nothing has to be decided for them. */
const isBuiltFile = (path: string) => path.startsWith('/_next/')

/** Next would serve its error pages under names of their own, one of them for a CDN to keep a year. */
const isInternal = (path: string) => path.startsWith('/_') && !isBuiltFile(path)

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = request.url?.split('?', 1)[0] ?? '/'
  setSecurityHeaders(response, { siteUrl })
  if (isWebhook(path)) return answerWebhook(request, response)
  if (redirectToCanonical(request, response, siteUrl)) return
  const address = clientAddress(
    request.socket.remoteAddress,
    request.headers['x-forwarded-for']?.toString(),
    proxies,
  )
  cleanHeaders(request.headers, { siteUrl, address, development })
  const method = request.method ?? 'GET'
  if (!comesFromOurPages({ method, path, headers: request.headers }, siteUrl))
    return refuse(response, 403)
  if (isInternal(path)) return refuse(response, 404)
  if (isBuiltFile(path)) return render(request, response)
  if (path === script.path) return sendSiteScript(request, response)
  const readerClass = await classOf(request)
  if (readerClass === null) return refuse(response, 503)
  allowScriptsOfNext(request, response)
  await withReaderClass(readerClass, () => render(request, response))
}

/** Next puts the nonce that it finds in a request's policy on every script it writes. */
function allowScriptsOfNext(request: IncomingMessage, response: ServerResponse): void {
  const nonce = makeNonce()
  request.headers['content-security-policy'] = nonceForNext(nonce)
  response.setHeader(
    'Content-Security-Policy',
    policyFor({ kind: 'application', nonce }, { siteUrl, stripeHost: stripe.apiBase, development }),
  )
}

function sendSiteScript(request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(200, { ...script.headers, 'Content-Length': script.body.length })
  response.end(request.method === 'HEAD' ? undefined : script.body)
}

/** Null when the database cannot say who this is. */
async function classOf(request: IncomingMessage) {
  try {
    return await access.classOf(request.headers.cookie, new Date())
  } catch (error) {
    log().error({ err: error }, 'no reader class: the database does not answer')
    return null
  }
}

/** Stops taking requests, finishes those that run, then what they use. */
async function stop(): Promise<void> {
  const closed = Promise.withResolvers<void>()
  server.close(() => closed.resolve())
  server.closeIdleConnections()
  setTimeout(() => server.closeAllConnections(), 8000).unref()
  await closed.promise
  await changes.stop()
  await stopJobs()
  await app.close()
  await closeDatabases()
  process.exit(0)
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop())
// The program that started us is gone: nobody would stop us any more.
if (process.send) process.once('disconnect', () => void stop())
