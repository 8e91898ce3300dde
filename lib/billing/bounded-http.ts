/**
 * How we talk HTTP to Stripe's address, whoever may answer there: as the SDK's own client does, with
 * kept connections, but no answer is longer than a limit or takes longer than its time from first to last.
 */
import http, { type ClientRequest, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http'
import https from 'node:https'

/** No list of a hundred of Stripe's objects comes near it. */
const BODY_LIMIT = 16 * 1024 * 1024

const agents = {
  http: new http.Agent({ keepAlive: true }),
  https: new https.Agent({ keepAlive: true }),
}

/** As the SDK sets it for its own client. */
const CIPHERS = 'DEFAULT:!aNULL:!eNULL:!LOW:!EXPORT:!SSLv2:!MD5'

class AnswerRefused extends Error {
  override name = 'AnswerRefused'
}

/** An answer whose head has come; the SDK's `HttpClientResponse`. */
type Answer = {
  getStatusCode: () => number
  getHeaders: () => Record<string, string>
  getRawResponse: () => unknown
  toStream: (onComplete: () => void) => unknown
  toJSON: () => Promise<unknown>
  dispose: () => void
}

/**
 * The SDK's `HttpClient`. `asBodyError` is the SDK's name for a body that did not come whole, which is
 * a failed connection and no answer. `bodyLimit` is in bytes.
 */
export function boundedHttpClient(asBodyError: (error: unknown) => Error, bodyLimit = BODY_LIMIT) {
  return {
    getClientName: () => 'node',
    makeRequest: (
      host: string,
      port: string,
      path: string,
      method: string,
      headers: object,
      body: string,
      protocol: string,
      timeout: number,
    ): Promise<Answer> => {
      const where = { host, port, path, method, headers: { ...headers } }
      const request =
        protocol === 'http'
          ? http.request({ ...where, agent: agents.http })
          : https.request({ ...where, agent: agents.https, ciphers: CIPHERS })
      return send(request, body, timeout, (response) =>
        readBody(response, bodyLimit).then(
          (text) => parse(text, response.statusCode ?? 0),
          (error: unknown) => {
            throw asBodyError(error)
          },
        ),
      )
    },
  }
}

/** One deadline for all of it: the SDK's own time-out begins anew with each byte. */
function send(
  request: ClientRequest,
  body: string,
  timeout: number,
  read: (response: IncomingMessage) => Promise<unknown>,
): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>()
  const timer = setTimeout(
    () =>
      // The SDK knows a time-out by this code.
      request.destroy(
        Object.assign(new Error(`No whole answer in ${timeout} ms.`), { code: 'ETIMEDOUT' }),
      ),
    timeout,
  )
  request.once('close', () => clearTimeout(timer))
  request.on('error', reject)
  request.once('response', (response) => resolve(toAnswer(response, read)))
  request.end(body)
  return promise
}

function toAnswer(
  response: IncomingMessage,
  read: (response: IncomingMessage) => Promise<unknown>,
): Answer {
  // A connection that breaks before anybody reads must not be an uncaught error.
  response.on('error', () => undefined)
  return {
    getStatusCode: () => response.statusCode ?? 0,
    getHeaders: () => plain(response.headers),
    getRawResponse: () => response,
    toStream: () => {
      throw new AnswerRefused('Answers of Stripe are read whole.')
    },
    toJSON: () => read(response),
    dispose: () => response.resume(),
  }
}

const plain = (headers: OutgoingHttpHeaders) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]))

function readBody(response: IncomingMessage, limit: number): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  const chunks: Uint8Array[] = []
  let size = 0
  response.on('data', (chunk: Uint8Array) => {
    size += chunk.byteLength
    if (size <= limit) chunks.push(chunk)
    else response.destroy(new AnswerRefused(`An answer of more than ${limit} bytes.`))
  })
  response.on('error', reject)
  response.once('end', () => resolve(Buffer.concat(chunks).toString('utf8')))
  response.once('close', () => {
    if (!response.complete) reject(new AnswerRefused('The answer broke off.'))
  })
  return promise
}

/**
 * JSON of an answer. One that is no success and does not say in Stripe's way what is wrong comes from
 * somebody in between; the SDK would take it for what was asked for.
 */
function parse(text: string, status: number): unknown {
  const value: unknown = JSON.parse(text)
  if (typeof value !== 'object' || value === null)
    throw new AnswerRefused('JSON without an object.')
  const error = 'error' in value ? value.error : undefined
  if (
    error === undefined ? status < 200 || status > 299 : typeof error !== 'object' || error === null
  )
    throw new AnswerRefused(`Status ${status} without an error of Stripe's.`)
  return value
}
