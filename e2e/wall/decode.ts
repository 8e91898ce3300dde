/** Every way in which bytes may say something else than they seem to. */
import {
  brotliDecompressSync,
  gunzipSync,
  inflateRawSync,
  inflateSync,
  zstdDecompressSync,
} from 'node:zlib'

/**
 * A text as it comes out of one way of reading the bytes. `words` says whether it is to be read word
 * by word too: not where the next step says the same words again, nor where words run together.
 */
export type View = { how: string; text: string; words: boolean }

const coders: Record<string, (bytes: Buffer) => Buffer> = {
  gzip: (bytes) => gunzipSync(bytes),
  'x-gzip': (bytes) => gunzipSync(bytes),
  br: (bytes) => brotliDecompressSync(bytes),
  zstd: (bytes) => zstdDecompressSync(bytes),
  // Some servers send the bare stream under this name.
  deflate: (bytes) => ((bytes[0] ?? 0) % 16 === 8 ? inflateSync(bytes) : inflateRawSync(bytes)),
}

/** Undoes a Content-Encoding, the last step first. Throws for one that is unknown or does not fit. */
export function decodeContent(encoding: string, body: Buffer): Buffer {
  const steps = encoding
    .toLowerCase()
    .split(',')
    .map((step) => step.trim())
  return steps.toReversed().reduce((bytes, step) => {
    if (step === '' || step === 'identity' || bytes.length === 0) return bytes
    const decode = coders[step]
    if (!decode) throw new Error(`The wall cannot read Content-Encoding ${step}.`)
    return decode(bytes)
  }, body)
}

const named: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  mdash: '—',
  ndash: '–',
  lsquo: '‘',
  rsquo: '’',
  ldquo: '“',
  rdquo: '”',
  hellip: '…',
  shy: '',
  sol: '/',
  percnt: '%',
}
const short: Record<string, string> = { n: '\n', r: '\r', t: '\t', b: ' ', f: ' ' }

const character = (digits: string, base: number) => {
  const code = Number.parseInt(digits, base)
  return code <= 0x10ffff ? String.fromCodePoint(code) : ' '
}

const fromJson = (text: string) =>
  text.replace(
    /\\(?:u\{([0-9a-f]{1,6})\}|u([0-9a-f]{4})|x([0-9a-f]{2})|([\\"'/nrtbf]))/gi,
    (_, long?: string, four?: string, two?: string, one = '') => {
      const digits = long ?? four ?? two
      return digits === undefined ? (short[one] ?? one) : character(digits, 16)
    },
  )

/** A text with its HTML entities undone. */
export const unescapeHtml = (text: string) =>
  text.replace(
    /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]{2,8}));?/gi,
    (whole, hex?: string, decimal?: string, name = '') => {
      if (hex !== undefined) return character(hex, 16)
      if (decimal !== undefined) return character(decimal, 10)
      return named[name.toLowerCase()] ?? whole
    },
  )

const fromAddress = (text: string) =>
  text.replace(/(?:%[0-9a-f]{2})+/gi, (run) =>
    Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8'),
  )

/** Escapes stand in escapes; nobody goes deeper than this by mistake. */
const ROUNDS = 6

/** The text with the escapes of JSON, HTML and addresses undone, once more for each round. */
function unescaped(text: string): { how: string; text: string }[] {
  const views: { how: string; text: string }[] = []
  let last = text
  for (let round = 1; round <= ROUNDS; round++) {
    const next = fromAddress(unescapeHtml(fromJson(last)))
    if (next === last) break
    views.push({ how: `unescaped ${round}×`, text: next })
    last = next
  }
  return views
}

/** React sends its payload in pieces; a word may be torn between two of them. */
const seam = /"\]\)\s*<\/script>\s*<script[^>]*>\s*self\.__next_f\.push\(\[1,"/g
/** What stands between two words that are words of a text only for React: heads of elements, keys. */
const scaffold = /\["\$","[\w-]+",(?:null|"[^"]*"),|"[\w$-]{1,30}":/g
const unseen = /[\u00ad\u200b-\u200d\u2060\ufeff\0]/g

/** The text without tags and React's scaffolding, with something else in the place of each tag. */
const bareText = (text: string, instead: '' | ' ') =>
  text
    .replace(scaffold, instead)
    .replace(/<[^>]*>/g, instead)
    .replace(unseen, '')

/** What the long runs of base64 (either alphabet) in a text say, whichever of its bytes they begin at. */
function fromBase64(text: string): string {
  const runs = text.match(/[\w+/-]{20,}/g) ?? []
  return runs
    .flatMap((run) =>
      [0, 1, 2, 3].map((skip) => Buffer.from(run.slice(skip), 'base64').toString('utf8')),
    )
    .join('\n')
}

function fromHex(text: string): string {
  const runs = text.match(/(?:[0-9a-f]{2}){10,}/gi) ?? []
  return runs
    .flatMap((run) => [run, run.slice(1, run.length - (run.length % 2 === 0 ? 1 : 0))])
    .map((run) => Buffer.from(run, 'hex').toString('utf8'))
    .join('\n')
}

/** Each letter thirteen further. */
export const rot13 = (text: string) =>
  text.replace(/[a-z]/gi, (letter) => {
    const base = letter <= 'Z' ? 65 : 97
    return String.fromCharCode(((letter.charCodeAt(0) - base + 13) % 26) + base)
  })

function reversed(text: string): string {
  // Bytes, because characters one by one take ten times as long.
  return Buffer.from(Buffer.from(text, 'utf16le').swap16().toReversed()).toString('utf16le')
}

const decoded = (how: string, from: string): View[] => [
  { how: `${how}base64`, text: fromBase64(from), words: true },
  { how: `${how}hex`, text: fromHex(from), words: true },
]

/** Everything a text may mean: as it stands, unescaped, joined, without tags, and decoded. */
export function viewsOf(text: string): View[] {
  const joined = text.replace(seam, '')
  const steps = [
    ...(joined === text ? [] : [{ how: 'chunks joined', text: joined }]),
    ...unescaped(joined),
  ]
  const last = steps.at(-1)?.text ?? text
  const bare = bareText(last, '')
  const spaced = bareText(last, ' ')
  return [
    { how: 'as it stands', text, words: true },
    ...steps.map((step) => ({ ...step, words: step.text === last })),
    { how: 'without tags', text: bare, words: false },
    { how: 'with spaces for tags', text: spaced, words: true },
    ...decoded('', text),
    ...(last === text ? [] : decoded('unescaped, ', last)),
    { how: 'rot13', text: rot13(bare), words: true },
    { how: 'reversed', text: reversed(bare), words: true },
    { how: 'reversed, with tags', text: reversed(last), words: false },
  ].filter((view) => view.text !== '')
}
