/**
 * The door: the only thing that listens on the port. It decides for which class of reader a request
 * is answered, answers from the pages it keeps, and lets Next render what it has not.
 */
import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { join } from 'node:path'
import next from 'next'
import { isWithdrawn } from '#lib/articles/missing.ts'
import { readPictureFiles } from '#lib/articles/picture-files.ts'
import type { ReaderClass } from '#lib/access/level.ts'
import { answerWebhook, isWebhook } from '#lib/billing/webhook-address.ts'
import { openAccessMemory } from '#lib/door/access-memory.ts'
import { clientAddress, readTrustedProxies } from '#lib/door/address.ts'
import { openApplications } from '#lib/door/applications.ts'
import { readBuiltActions } from '#lib/door/built-actions.ts'
import { redirectToCanonical } from '#lib/door/canonical.ts'
import { openCards } from '#lib/door/cards.ts'
import { listenForChanges } from '#lib/door/changes.ts'
import { securityHeaders } from '#lib/door/headers.ts'
import { closeServer, openServer } from '#lib/door/http-server.ts'
import { keptPage, sendKept } from '#lib/door/kept-page.ts'
import { openHistory } from '#lib/door/history.ts'
import { keepReading } from '#lib/door/kept-reading.ts'
import { openKnownUses } from '#lib/door/known-uses.ts'
import { openLane } from '#lib/door/lane.ts'
import { answerMetrics, METRICS_PATH, openMetrics } from '#lib/door/metrics.ts'
import { offlineWorker } from '#lib/door/offline-worker.ts'
import { openPageCache } from '#lib/door/page-cache.ts'
import { isKeptPicture, openPictures } from '#lib/door/pictures.ts'
import { purgeOnChange } from '#lib/door/purge.ts'
import { answerReading, openRenderer } from '#lib/door/reading.ts'
import { openReads } from '#lib/door/reads.ts'
import { readingAddress } from '#lib/door/routes.ts'
import { isGivenPicture } from '#lib/gift-links/pictures.ts'
import { limits } from '#lib/limit-figures.ts'
import { keepReads } from '#lib/front/most-read.ts'
import { log, takeConsole } from '#lib/log.ts'
import { keepHistory } from '#lib/reading-history/keep.ts'
import { publishedUsesOf } from '#lib/pictures/access.ts'
import { openStorage } from '#lib/pictures/storage.ts'
import { isCard } from '#lib/share-cards/address.ts'
import { readCardFile } from '#lib/share-cards/file.ts'
import { siteScript } from '#lib/door/site-script.ts'
import { openTurns } from '#lib/door/turns.ts'
import { openUsedStyles } from '#lib/door/used-styles.ts'
import {
  announceKeeper,
  announcePictureFiles,
  announceSiteScript,
  appDatabase,
  closeDatabases,
  environment,
  publicDatabase,
  stopJobs,
  takeRole,
} from '#lib/runtime.ts'

const development = process.argv.includes('--dev')
const { port, siteUrl, stripe, trustedProxies, door, pictures, workers } = environment()
// While developing, Next watches the sources in one process: the jobs run in it too.
takeRole(development ? 'both' : 'door')
const site = { siteUrl, stripeHost: stripe.apiBase, development, sharedCache: door.sharedCache }

announcePictureFiles(readPictureFiles(join(import.meta.dirname, 'public')))
const script = siteScript()
announceSiteScript(script.path)
const worker = offlineWorker(siteUrl, door.offlinePage && !development)
/** The files that the door has itself. */
const files = new Map([
  [script.path, keptPage({ ...script, head: Object.entries(script.headers), revalidated: false })],
  [worker.path, keptPage({ ...worker, revalidated: true })],
])
for (const file of files.values()) await file.compress()

if (!development) takeConsole()
const app = next({ dev: development, dir: import.meta.dirname, hostname: 'localhost', port })
await app.prepare()
const handler = app.getRequestHandler()

const lanes = {
  documents: openLane({ atOnce: 8, waiting: 200 }),
  applications: openLane({ atOnce: 64, waiting: 200 }),
}
const changes = listenForChanges(door.listenUrl)
// While pages change under the hands of a developer, nothing of them is kept.
if (!development) announceKeeper((read) => keepReading(changes, read))
const access = openAccessMemory({ db: appDatabase(), changes, siteUrl })
const usedStyles = openUsedStyles(join(import.meta.dirname, '.next'), (error) =>
  log().error({ err: error }, 'style sheet not read: pages link to it'),
)
const render = openRenderer({
  next: handler,
  site,
  lane: lanes.documents,
  usedStyles,
  isWithdrawn: async (slug) => isWithdrawn(appDatabase(), slug, new Date()),
})
const pages = openPageCache({ maxBytes: door.cacheBytes, changes, render })
const { database } = changes
const turn = openTurns({ db: appDatabase(), siteUrl })
const proxies = readTrustedProxies(trustedProxies)
const reading = {
  classOf: access.classOf,
  pages,
  render: (...asked: Parameters<typeof render>) => database.whileItAnswers(() => render(...asked)),
  turn: (request: IncomingMessage, readerClass: ReaderClass) => {
    const { cookie, 'x-forwarded-for': hops } = request.headers
    const address = clientAddress(request.socket.remoteAddress, hops?.toString(), proxies)
    return turn(limits.searches, { address, cookie, readerClass })
  },
  // Just after a connection was lost nobody knows yet whether all of them were.
  outage: () => !changes.trusted() || !database.answers(),
}
const answerApplication = openApplications({
  next: handler,
  site,
  lane: lanes.applications,
  proxies,
  turn,
  classOf: access.classOf,
  isStaff: access.isStaff,
  outage: () => !database.answers(),
  usedStyles,
  actions: development ? null : readBuiltActions(join(import.meta.dirname, '.next')),
})
const answerPicture = openPictures({
  classOf: access.classOf,
  usesOf: openKnownUses(changes, (hash) => publishedUsesOf(appDatabase(), hash, new Date())),
  isGiven: (uses, header) => isGivenPicture(appDatabase(), uses, { header, siteUrl }, new Date()),
  storage: openStorage(pictures),
  outage: () => !database.answers(),
})
const answerCard = openCards({
  read: (name) => database.whileItAnswers(() => readCardFile(publicDatabase(), name)),
  outage: () => !database.answers(),
})
const reads = openReads((some) => keepReads(appDatabase(), some, new Date()))
const history = openHistory({
  siteUrl,
  whoseOf: access.whoseHistory,
  keep: (openings) => keepHistory(appDatabase(), openings),
})
const metrics = openMetrics({ pages, sessions: access.size, lanes, trusted: changes.trusted })
purgeOnChange(changes.onChange, door.purgeUrls)

/** Answers one request; what takes a while settles later. */
function answer(request: IncomingMessage, response: ServerResponse): void | Promise<void> {
  const url = request.url ?? '/'
  if (redirectToCanonical(request, response, siteUrl)) return
  const file = files.get(url)
  if (file) return sendKept(file, request, response)
  const address = development ? null : readingAddress(url)
  history.note(request, response, address)
  if (address) {
    reads.note(request, address)
    return answerReading(reading, request, response, address)
  }
  const [path = '/'] = url.split('?', 1)
  if (isKeptPicture(path)) return answerPicture(request, response, path)
  if (isCard(path)) return answerCard(request, response, path)
  if (isWebhook(path)) return answerWebhook(request, response)
  if (path === METRICS_PATH) return answerMetrics(metrics, door.metricsToken, request, response)
  return answerApplication(request, response, path)
}

const server = openServer(answer, { always: securityHeaders(site), sockets: development })
if (development) {
  const upgrade = app.getUpgradeHandler()
  server.on('upgrade', (request, socket, head) => void upgrade(request, socket, head))
}
/** So often a port that was kept for us is tried again, and after so many milliseconds. */
const TRIES = { most: 40, after: 50 }
let tries = 0
server.on('error', (error: NodeJS.ErrnoException) => {
  // Another program that looks for a free port may have it for a moment, just now that it was let go.
  if (process.send && error.code === 'EADDRINUSE' && tries++ < TRIES.most) {
    setTimeout(listen, TRIES.after)
    return
  }
  process.stderr.write(`The site cannot listen on port ${port}: ${error.message}\n`)
  process.exit(1)
})
// Whoever started us keeps the port free of others until we are ready to take it.
if (process.send) {
  process.send('prepared')
  await once(process, 'message')
}
server.once('listening', () => process.send?.('listening'))
listen()

/** The system deals connections out to all who listen like this. */
function listen(): void {
  // A thousand who come in the same moment wait here; beyond Node's 511 they would knock again a second later.
  server.listen({ port, reusePort: workers > 1, backlog: 4096 })
}

/** Stops taking requests, finishes those that run, then what they use. */
async function stop(): Promise<void> {
  await closeServer(server, 8000)
  await reads.stop()
  await history.stop()
  await changes.stop()
  await stopJobs()
  await app.close()
  await closeDatabases()
  process.exit(0)
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop())
// The program that started us is gone: nobody would stop us any more.
if (process.send) process.once('disconnect', () => void stop())
