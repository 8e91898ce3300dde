import { promisify } from 'node:util'
import { brotliCompress, constants, gzip, gzipSync } from 'node:zlib'
import { openLane } from './lane.ts'

/** The ways in which a body goes out. */
export type Encoding = 'identity' | 'gzip' | 'br'

/** What a client takes, the best first; `identity` always is. */
type Accepted = { br: boolean; gzip: boolean }

const nothing: Accepted = { br: false, gzip: false }

/** Browsers send a handful of different ones; whoever sends others pays for reading them anew. */
const known = new Map<string, Accepted>()
const MOST_KNOWN = 100

/** Which compressed forms a client takes, from its Accept-Encoding (RFC 9110, 12.5.3). */
export function acceptedEncodings(header: string | undefined): Accepted {
  if (header === undefined) return nothing
  const before = known.get(header)
  if (before) return before
  const accepted = { br: takes(header, 'br'), gzip: takes(header, 'gzip') }
  if (known.size < MOST_KNOWN && header.length < 200) known.set(header, accepted)
  return accepted
}

function takes(header: string, coding: string): boolean {
  return header.split(',').some((one) => {
    const [name = '', ...parameters] = one.toLowerCase().split(';')
    const refused = parameters.some((parameter) => /^\s*q\s*=\s*0(\.0*)?\s*$/.test(parameter))
    return name.trim() === coding && !refused
  })
}

/**
 * What to ask of Next for an answer that goes out once, as an Accept-Encoding: for each it would set up a
 * brotli encoder, which takes longer than the page itself.
 */
export function quickEncoding(header: string | undefined): 'gzip' | 'identity' {
  return acceptedEncodings(header).gzip ? 'gzip' : 'identity'
}

const [toBrotli, toGzip] = [promisify(brotliCompress), promisify(gzip)]

/** One body at a time: compressing well takes a core for tens of milliseconds, and others want it. */
const lane = openLane({ atOnce: 1, waiting: 10_000 })

/** The body in brotli, as small as can be, made on a thread of its own. */
export async function compressWell(body: Buffer): Promise<Buffer> {
  return lane.run(async () =>
    toBrotli(body, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
        [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
        [constants.BROTLI_PARAM_SIZE_HINT]: body.byteLength,
      },
    }),
  )
}

/** The body in gzip: less than a millisecond for a page, so that who comes first gets it small as well. */
export function compressAtOnce(body: Buffer): Buffer {
  return gzipSync(body)
}

/** The same for an answer that goes out once, without holding up others. */
export async function compressQuickly(body: Buffer): Promise<Buffer> {
  return toGzip(body, { level: 4 })
}
