/** Finds gated text in the bytes of an answer, however it is dressed. */
import { createHash } from 'node:crypto'
import { decodeContent, viewsOf } from './decode.ts'
import { indexRuns, type OwnedText, type RunIndex } from './words.ts'

/** What may not be seen of one article. */
export type Gated = {
  /** The address of the article. */
  owner: string
  /** Unguessable strings, each of which begins with the mark of this run. */
  sentinels: string[]
  /** The sentences below the marker, each by itself. */
  texts: string[]
  /** A picture below the marker: its name in its address, and of each of its files some bytes that no other has. */
  picture?: { hash: string; pieces: Buffer[] }
}

/** An answer as it came: no byte decoded. */
export type Bytes = { headers: [name: string, value: string][]; body: Buffer }

/** Something gated in an answer. `owner` is null where the encoding does not tell whose it is. */
export type Finding = { owner: string | null; what: string; where: 'headers' | 'body'; how: string }

export type Oracle = {
  /** Everything gated in an answer. Throws when its bytes cannot be decoded. */
  search: (answer: Bytes) => Finding[]
  /** The text of an answer. */
  decode: (answer: Bytes) => string
  /** The runs of words it knows. */
  runs: RunIndex
}

/**
 * Opens an oracle that knows these gated texts. `open` are public texts of the same publication, whose
 * words are nobody's secret. An answer whose bytes cannot be decoded is an error, never a pass.
 */
export function openOracle(mark: string, gated: Gated[], open: string[]): Oracle {
  const owned: OwnedText[] = gated.flatMap(({ owner, texts }) =>
    texts.map((text) => ({ owner, text })),
  )
  const runs = indexRuns(owned, open)
  const sentinels = gated.flatMap(({ owner, sentinels: own }) => own.map((one) => ({ owner, one })))
  const dressed = encodedForms(mark)
  const pictures = gated.flatMap(({ owner, picture }) => (picture ? [{ owner, ...picture }] : []))
  // Most refusals are the same page: the same bytes say the same thing.
  const seen = new Map<string, Omit<Finding, 'where'>[]>()

  const dressedIn = (text: string) =>
    dressed
      .filter(({ form }) => text.includes(form))
      .map(({ form, how }) => ({ owner: null, what: form, how }))
  const inText = (text: string): Omit<Finding, 'where'>[] => [
    ...viewsOf(text).flatMap((view) => [
      ...marked(view.text, mark, sentinels).map((found) => ({ ...found, how: view.how })),
      ...(view.words ? runs.find(view.text) : []).map(({ owner, run }) => ({
        owner,
        what: `“${run}”`,
        how: view.how,
      })),
    ]),
    ...dressedIn(text),
    ...pictures
      .filter(({ hash }) => text.toLowerCase().includes(hash))
      .map(({ owner, hash }) => ({ owner, what: hash, how: 'plain' })),
  ]
  const shown = (bytes: Buffer) =>
    pictures
      .filter(({ pieces }) => pieces.some((piece) => bytes.includes(piece)))
      .map(({ owner }) => ({ owner, what: 'its picture', how: 'byte for byte' }))
  const once = (text: string) => {
    const key = createHash('sha256').update(text).digest('base64')
    const found = seen.get(key) ?? inText(text)
    seen.set(key, found)
    return found
  }

  return {
    runs,
    decode: (answer) => unpacked(answer).toString('utf8'),
    search: ({ headers, body }) => {
      const head = headers.map(([name, value]) => `${name}: ${value}`).join('\n')
      const decoded = unpacked({ headers, body })
      const packed = decoded === body ? [] : [body.toString('latin1')]
      return withoutTwins([
        ...inText(head).map((found) => ({ ...found, where: 'headers' as const })),
        ...[
          ...packed.flatMap((raw) => [
            ...marked(raw, mark, sentinels).map((one) => ({ ...one, how: 'packed' })),
            ...dressedIn(raw),
          ]),
          ...once(decoded.toString('utf8')),
          ...once(sniffed(decoded)),
          ...shown(decoded),
        ].map((found) => ({ ...found, where: 'body' as const })),
      ])
    },
  }
}

function unpacked({ headers, body }: Bytes): Buffer {
  const encoding = headers.filter(([name]) => name.toLowerCase() === 'content-encoding')
  return decodeContent(encoding.map(([, value]) => value).join(','), body)
}

/** A body that is packed although no header says so. */
function sniffed(body: Buffer): string {
  const isGzip = body[0] === 0x1f && body[1] === 0x8b
  return isGzip ? decodeContent('gzip', body).toString('utf8') : ''
}

/** Sentinels in a text. What begins like one and is none is reported too: half a secret is out. */
function marked(text: string, mark: string, sentinels: { owner: string; one: string }[]) {
  const plain = text.toLowerCase()
  const found = new Map<string, { owner: string | null; what: string }>()
  for (let at = plain.indexOf(mark); at !== -1; at = plain.indexOf(mark, at + 1)) {
    const here = sentinels.find(({ one }) => plain.startsWith(one, at))
    const what = here?.one ?? plain.slice(at, at + mark.length + 4)
    found.set(what, { owner: here?.owner ?? null, what })
  }
  return [...found.values()]
}

/**
 * The mark as it looks inside a longer text that was encoded as a whole: base64 at each of its three
 * alignments, and hex. Both cases of the mark, because an encoding has no case to ignore.
 */
export function encodedForms(mark: string): { form: string; how: string }[] {
  return [mark, mark.toUpperCase()].flatMap((one) => {
    const hex = Buffer.from(one).toString('hex')
    const base64 = [0, 1, 2].map((skipped) => {
      const bytes = Buffer.from(one).subarray((3 - skipped) % 3)
      return bytes.subarray(0, bytes.length - (bytes.length % 3)).toString('base64')
    })
    return [
      { form: hex, how: 'hex' },
      { form: hex.toUpperCase(), how: 'hex' },
      ...base64.map((form) => ({ form, how: 'base64' })),
    ]
  })
}

function withoutTwins(findings: Finding[]): Finding[] {
  const byWhat = new Map(
    findings.toReversed().map((one) => [`${one.owner} ${one.what} ${one.where}`, one]),
  )
  return [...byWhat.values()].toReversed()
}
