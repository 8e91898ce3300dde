import type { IncomingMessage, ServerResponse } from 'node:http'
import type { ReaderClass } from '#lib/access/level.ts'
import { limits } from '#lib/limit-figures.ts'
import { log } from '#lib/log.ts'
import { withReaderClass } from '#lib/runtime.ts'
import { readCall } from './action-call.ts'
import { clientAddress, type TrustedProxies } from './address.ts'
import type { BuiltActions } from './built-actions.ts'
import { comesFromOurPages } from './cross-site.ts'
import { quickEncoding } from './encoding.ts'
import { cleanHeaders, type Site } from './headers.ts'
import { type Lane, Overloaded } from './lane.ts'
import { answerOwnDocument } from './own-document.ts'
import { makeNonce, nonceForNext, policyFor } from './policy.ts'
import { DatabaseOutage } from './reach.ts'
import { asksAsProgram, refuse } from './refuse.ts'
import { guardToken, isTokenAddress } from './token-address.ts'
import type { NextHandler } from './render.ts'
import { isOwnDocument, liesReady, OWN_STATE } from './routes.ts'
import { dropUnreadableState } from './router-state.ts'
import { readSent, refuseUnread, sentAgain, takesFiles } from './sent-body.ts'
import type { TakeTurn } from './turns.ts'
import type { UsedStyles } from './used-styles.ts'

type Applications = {
  next: NextHandler
  site: Site
  lane: Lane
  proxies: TrustedProxies
  classOf: (cookie: string | undefined, now: Date) => ReaderClass | Promise<ReaderClass>
  /** Whether somebody works here: then they may send files where files are taken. */
  isStaff: (cookie: string | undefined, now: Date) => Promise<boolean>
  /** Whether the database is out of reach just now. */
  outage: () => boolean
  usedStyles: UsedStyles
  turn: TakeTurn
  /** What the build has; null while developing, when they come and go. */
  actions: BuiltActions | null
}

/** Built files are the same for everybody: nothing has to be decided for them. */
const isBuiltFile = (path: string) => path.startsWith('/_next/')

/** Pages that links of mails lead to, with a token in the address: no other site hears of even their name. */
const holdsToken = new Set([
  '/sign-in/confirm',
  '/account/email/confirm',
  '/withdraw',
  '/withdraw/received',
  '/gift/redeem',
  '/newsletters/confirm',
  '/newsletters/preferences',
  '/newsletters/leave',
  '/api/newsletters/unsubscribe',
])

const isApi = (path: string) => path.startsWith('/api/')

/** What needs no database: files that lie ready, and who asks how things go. */
const standsAlone = (path: string) => liesReady(path) || path === '/api/health'

/** What only opens to who is signed in: people are led to sign in, programs are told. */
const isPersonal = /^\/(?:account|newsroom)(?:\/|$)/

/** Next would serve its error pages under names of their own, one of them for a CDN to keep a year. */
const isInternal = (path: string) => path.startsWith('/_') && !isBuiltFile(path)

/** What pages and actions are asked with, and what else a route handler may take. */
const methods = {
  file: ['GET', 'HEAD'],
  page: ['GET', 'HEAD', 'POST'],
  api: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'],
}

/**
 * Answers what belongs to one person or to staff, and files that lie ready: by Next, for each
 * request anew, with a request that was cleaned and comes from one of our own pages.
 */
export function openApplications(options: Applications) {
  const { next, site, lane, proxies, classOf, outage, usedStyles } = options
  const own = { next, site, outage, usedStyles }
  return async (request: IncomingMessage, response: ServerResponse, path: string) => {
    const address = clientAddress(
      request.socket.remoteAddress,
      request.headers['x-forwarded-for']?.toString(),
      proxies,
    )
    cleanHeaders(request.headers, { ...site, address })
    dropUnreadableState(request.headers)
    const method = request.method ?? 'GET'
    if (!comesFromOurPages({ method, path, headers: request.headers }, site.siteUrl))
      return refuse(response, 403)
    if (isInternal(path)) return refuse(response, 404)
    if (refuseMethod(method, path, response)) return
    if (isBuiltFile(path)) return next(request, response)
    if (holdsToken.has(path)) response.setHeader('Referrer-Policy', 'same-origin')
    if (isTokenAddress(path)) guardToken(request.headers, response)
    const alone = standsAlone(path)
    // Next would answer with a fault of ours, or wait for as long as the database does.
    if (!alone && outage()) return refuse(response, 503)
    const readerClass = alone ? 'anonymous' : await known(classOf, request)
    if (readerClass === null) return refuse(response, 503)
    if (readerClass === 'anonymous' && isPersonal.test(path) && asksAsProgram(request))
      return refuse(response, 401)
    if (path === OWN_STATE) {
      const { cookie } = request.headers
      const turn = await options.turn(limits.ownState, { address, cookie, readerClass })
      if (turn?.kind === 'limited') return refuse(response, 429, turn.retryAfterSeconds)
    }
    const asked = await readAsked(request, response, path, options)
    if (asked === null) return
    // Hot reload is a script as well.
    const asDocument = !site.development && isOwnDocument(path)
    if (!asDocument && !liesReady(path) && !isTokenAddress(path))
      allowScriptsOfNext(asked, response, site)
    asked.headers['accept-encoding'] = quickEncoding(asked.headers['accept-encoding'])
    try {
      await lane.run(async () =>
        asDocument
          ? answerOwnDocument(own, asked, response, readerClass)
          : withReaderClass(readerClass, () => next(asked, response)),
      )
    } catch (error) {
      if (!(error instanceof Overloaded)) throw error
      refuse(response, 503)
    }
  }
}

/** Says whether it refused: Next answers with a page to whatever it does not know, and with a fault of ours at a file. */
function refuseMethod(method: string, path: string, response: ServerResponse): boolean {
  const kind = isApi(path) ? 'api' : liesReady(path) || isTokenAddress(path) ? 'file' : 'page'
  if (methods[kind].includes(method)) return false
  response.setHeader('Allow', methods[kind].join(', '))
  if (method === 'OPTIONS') response.writeHead(204).end()
  else refuse(response, 405)
  return true
}

/**
 * The request with what was sent with it, read and looked at, or null when it was refused for that. What
 * the handlers of `api` take, they check themselves.
 */
async function readAsked(
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  { actions, isStaff }: Pick<Applications, 'actions' | 'isStaff'>,
): Promise<IncomingMessage | null> {
  if (request.method === 'GET' || request.method === 'HEAD') return request
  const mayFiles = takesFiles(path) && (await isStaff(request.headers.cookie, new Date()))
  const sent = await readSent(request, path, mayFiles)
  if (sent.kind === 'gone') return null
  if (sent.kind === 'refused') {
    await refuseUnread(request, response, sent.status)
    return null
  }
  const { headers } = request
  const call = isApi(path) ? 'fine' : await readCall({ path, headers, bytes: sent.bytes }, actions)
  if (call === 'fine') return sentAgain(request, sent.bytes)
  // By this the application in the browser knows that it is old, and says so.
  if (call === 409) response.setHeader('X-Nextjs-Action-Not-Found', '1')
  refuse(response, call)
  return null
}

/** Next puts the nonce that it finds in a request's policy on every script it writes. */
function allowScriptsOfNext(request: IncomingMessage, response: ServerResponse, site: Site): void {
  const nonce = makeNonce()
  request.headers['content-security-policy'] = nonceForNext(nonce)
  response.setHeader('Content-Security-Policy', policyFor({ kind: 'application', nonce }, site))
}

/** Null when the database cannot say who this is: a payer must not be taken for somebody who is not. */
async function known(
  classOf: Applications['classOf'],
  { headers }: IncomingMessage,
): Promise<ReaderClass | null> {
  try {
    return await classOf(headers.cookie, new Date())
  } catch (error) {
    // That it is out of reach is logged once, and not for everybody who asks meanwhile.
    if (!(error instanceof DatabaseOutage))
      log().error({ err: error }, 'no reader class: the database does not answer')
    return null
  }
}
