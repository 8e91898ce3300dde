import { IncomingMessage, type OutgoingHttpHeaders, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import type { ReaderClass } from '#lib/access/level.ts'
import { withReaderClass } from '#lib/runtime.ts'

/** Next's way of answering a request. */
export type NextHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>

/** What came of rendering an address. */
export type Rendered = {
  status: number
  /** Names in lower case. */
  headers: ReadonlyMap<string, string>
  body: Buffer
}

/** A render that takes longer than this is given up: whoever waits for it has left. */
const LONGEST_RENDER = 15_000

/**
 * Lets Next render an address for a class of reader.
 *
 * The request is made here, from address and class alone: nothing of whoever asked reaches the page,
 * so nothing of them can be in what is kept, and a reader who leaves breaks off nobody else's page.
 */
export async function renderAddress(
  next: NextHandler,
  url: string,
  readerClass: ReaderClass,
  siteUrl: URL,
): Promise<Rendered> {
  const { status, headers, body } = await captureAnswer(
    next,
    plainRequest(url, siteUrl),
    readerClass,
    LONGEST_RENDER,
  )
  return {
    status,
    headers: new Map(Object.entries(headers).map(([name, value]) => [name, String(value)])),
    body,
  }
}

/** What Next answered, before anybody has it. */
export type Captured = { status: number; headers: OutgoingHttpHeaders; body: Buffer }

/** Whether an answer leads elsewhere. Next fills its body with the empty page of an error, for its scripts. */
export const isRedirect = ({ status }: { status: number }) => status >= 300 && status < 400

/** Lets Next answer a request, and collects the answer. Throws when that takes longer than `longest` ms. */
export async function captureAnswer(
  next: NextHandler,
  request: IncomingMessage,
  readerClass: ReaderClass,
  longest: number,
): Promise<Captured> {
  const response = new CapturedResponse(request)
  const timer = setTimeout(
    () => response.fail(new Error(`${request.url} was not rendered in ${longest} ms`)),
    longest,
  )
  try {
    const work = withReaderClass(readerClass, () => next(request, response))
    work.catch((error: unknown) => response.fail(error))
    return await response.captured
  } finally {
    clearTimeout(timer)
    response.emit('close')
  }
}

function plainRequest(url: string, { host, protocol }: URL): IncomingMessage {
  const request = new IncomingMessage(new Socket())
  request.method = 'GET'
  request.url = url
  request.httpVersion = '1.1'
  request.httpVersionMajor = 1
  request.httpVersionMinor = 1
  request.headers = {
    host,
    accept: 'text/html',
    'x-forwarded-host': host,
    'x-forwarded-proto': protocol.replace(':', ''),
    'x-forwarded-for': '127.0.0.1',
  }
  request.push(null)
  return request
}

/** A response that goes to nobody: what is written into it is collected. */
class CapturedResponse extends ServerResponse {
  #chunks: Uint8Array[] = []
  #outcome = Promise.withResolvers<Captured>()

  /** Settles when the page is complete. */
  get captured(): Promise<Captured> {
    return this.#outcome.promise
  }

  fail(error: unknown): void {
    this.#outcome.reject(error)
  }

  /** Only what the headers say is of interest; nothing goes out. */
  override flushHeaders(): void {}

  override write(chunk: unknown, ...rest: unknown[]): boolean {
    this.#keep(chunk)
    callBack(rest)
    return true
  }

  override end(...args: unknown[]): this {
    if (this.finished) return this
    this.#keep(args[0])
    this.finished = true
    callBack(args)
    this.emit('finish')
    this.#outcome.resolve({
      status: this.statusCode,
      headers: this.getHeaders(),
      body: Buffer.concat(this.#chunks),
    })
    return this
  }

  override writeHead(status: number, ...rest: unknown[]): this {
    this.statusCode = status
    for (const [name, value] of Object.entries(Object(rest.at(-1))))
      this.setHeader(name, typeof value === 'number' ? value : String(value))
    return this
  }

  #keep(chunk: unknown): void {
    if (typeof chunk === 'string') this.#chunks.push(Buffer.from(chunk))
    else if (chunk instanceof Uint8Array) this.#chunks.push(chunk)
  }
}

function callBack(args: unknown[]): void {
  const last = args.at(-1)
  if (typeof last === 'function') queueMicrotask(() => last())
}
