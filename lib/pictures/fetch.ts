/**
 * Fetches a picture from an address that somebody typed, or that stands in an imported page. Both may want to
 * lead this machine to its neighbours (server-side request forgery): what is asked is decided here, and the
 * connection goes to the very address that was looked at, whatever a name server says the next time.
 */
import { lookup } from 'node:dns/promises'
import { type IncomingMessage, request as overHttp } from 'node:http'
import { request as overHttps } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { limits } from './limits.ts'
import { isPublicAddress, type Resolved } from './public-address.ts'

/** What is between us and the world; another one is passed in by tests. */
export type Net = {
  /** The schemes that are spoken, each with its one port. */
  ports: Partial<Record<'http:' | 'https:', number>>
  resolve: (host: string) => Promise<Resolved[]>
  mayReach: (resolved: Resolved) => boolean
  /** For all attempts together, in milliseconds. */
  patience: number
}

/** The open internet, encrypted, at its usual port. */
export const openInternet: Net = {
  ports: { 'https:': 443 },
  resolve: async (host) => lookup(host, { all: true, order: 'verbatim' }),
  mayReach: isPublicAddress,
  patience: 20_000,
}

/** Why nothing was fetched. */
export type FetchRefusal =
  | 'no_address'
  | 'not_public'
  | 'unreachable'
  | 'slow'
  | 'not_found'
  | 'too_many_redirects'
  | 'too_many_bytes'

/** What is wrong, and what to do about it. Whether a name exists only inside our own network is not told. */
export const fetchRefusals: Record<FetchRefusal, string> = {
  no_address:
    'This is no address of a picture: it must begin with https://, without a name, a password or a port in it.',
  not_public: 'This address does not lead to the open internet. Save the picture and add the file.',
  unreachable: 'The server of this address could not be reached. Try again, or add the file.',
  slow: 'The server of this address took too long. Try again, or add the file.',
  not_found: 'There is no picture at this address any more, or it is not given to everybody.',
  too_many_redirects: 'This address leads on and on. Use the one at which the picture is.',
  too_many_bytes: `The file has more than ${limits.bytes / 1024 / 1024} MiB. Save it smaller and add the file.`,
}

export type Fetched = { kind: 'fetched'; bytes: Buffer } | { kind: 'refused'; why: FetchRefusal }

const MOST_REDIRECTS = 3

/**
 * Fetches what is at this address. Each redirect is looked at like the first address; nothing of ours goes along;
 * more than a picture may have is not read. What it is has to be seen from its bytes: what the server says of it is not passed on.
 */
export async function fetchPicture(written: string, net: Net = openInternet): Promise<Fetched> {
  const signal = AbortSignal.timeout(net.patience)
  let url = URL.parse(written.trim())
  for (let hop = 0; hop <= MOST_REDIRECTS; hop++) {
    if (!url || !isAsked(url, net)) return refused('no_address')
    const addresses = await resolveAll(url.hostname, net, signal)
    if (signal.aborted) return refused('slow')
    if (addresses === null) return refused('not_public')
    const outcome = await askOnce(url, addresses, signal)
    if (outcome.kind !== 'redirected') return outcome
    url = URL.parse(outcome.to, url)
  }
  return refused('too_many_redirects')
}

const refused = (why: FetchRefusal): { kind: 'refused'; why: FetchRefusal } => ({
  kind: 'refused',
  why,
})

/** Host names were brought into their one spelling by the parser: `0x7f.1` is 127.0.0.1 by now. */
function isAsked({ protocol, port, username, password, hostname }: URL, { ports }: Net): boolean {
  if (protocol !== 'http:' && protocol !== 'https:') return false
  const ours = ports[protocol]
  const usual = protocol === 'https:' ? 443 : 80
  const asked = port === '' ? usual : Number(port)
  return ours === asked && username === '' && password === '' && hostname !== ''
}

/** Every address of a host, or null when there is none or one of them is closed. */
async function resolveAll(
  hostname: string,
  net: Net,
  signal: AbortSignal,
): Promise<Resolved[] | null> {
  const host = hostname.replace(/^\[(.*)\]$/, '$1')
  const family = isIP(host)
  const found = family === 0 ? await named(host, net, signal) : [{ address: host, family }]
  return found.length > 0 && found.every((one) => net.mayReach(one)) ? found : null
}

/** A resolver cannot be told to stop: it is waited for no longer than there is patience. */
async function named(host: string, net: Net, signal: AbortSignal): Promise<Resolved[]> {
  const { promise: over, resolve: end } = Promise.withResolvers<Resolved[]>()
  const none = () => end([])
  signal.addEventListener('abort', none, { once: true })
  try {
    return await Promise.race([net.resolve(host), over])
  } catch {
    return []
  } finally {
    signal.removeEventListener('abort', none)
  }
}

type Outcome = Fetched | { kind: 'redirected'; to: string }

async function askOnce(url: URL, addresses: Resolved[], signal: AbortSignal): Promise<Outcome> {
  try {
    return await read(await answerOf(url, addresses, signal))
  } catch {
    return refused(signal.aborted ? 'slow' : 'unreachable')
  }
}

function answerOf(url: URL, addresses: Resolved[], signal: AbortSignal): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  const request = url.protocol === 'https:' ? overHttps : overHttp
  request(
    url,
    {
      // A connection of its own, to the addresses that were looked at and no others.
      agent: false,
      lookup: pinned(addresses),
      signal,
      headers: {
        Accept: 'image/avif,image/webp,image/png,image/jpeg,image/gif',
        // What was packed could be a thousand times larger when it is unpacked.
        'Accept-Encoding': 'identity',
        'User-Agent': 'Foldline',
      },
    },
    resolve,
  )
    .once('error', reject)
    .end()
  return promise
}

function pinned(addresses: Resolved[]): LookupFunction {
  return (_, { all }, done) => {
    const [first] = addresses
    if (all || !first) done(null, addresses)
    else done(null, first.address, first.family)
  }
}

async function read(answer: IncomingMessage): Promise<Outcome> {
  const { statusCode = 0, headers } = answer
  const end = (outcome: Outcome) => {
    answer.destroy()
    return outcome
  }
  if (statusCode >= 300 && statusCode < 400 && headers.location !== undefined)
    return end({ kind: 'redirected', to: headers.location })
  if (statusCode >= 500) return end(refused('unreachable'))
  if (statusCode !== 200) return end(refused('not_found'))
  if (Number(headers['content-length']) > limits.bytes) return end(refused('too_many_bytes'))
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of answer) {
    const bytes = Buffer.from(chunk)
    length += bytes.length
    if (length > limits.bytes) return end(refused('too_many_bytes'))
    chunks.push(bytes)
  }
  return { kind: 'fetched', bytes: Buffer.concat(chunks) }
}
