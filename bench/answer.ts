/** One HTTP answer in a stream of bytes: where it ends, and what it says. */

/** An answer that has come in whole. */
export type Answer = {
  status: number
  /** Status line and headers as they came, without the empty line. */
  head: Buffer
  /** The body as it was sent: still encoded, no longer in chunks. */
  body: Buffer
  /** Where the next answer begins. */
  end: number
}

const BLANK = '\r\n\r\n'

/** The answer that `bytes` begin with; null while some of it is missing. */
export function readAnswer(bytes: Buffer): Answer | null {
  const headEnd = bytes.indexOf(BLANK)
  if (headEnd === -1) return null
  const head = bytes.subarray(0, headEnd)
  const text = head.toString('latin1')
  const status = Number(text.slice(9, 12))
  const start = headEnd + BLANK.length
  if (/\r\ntransfer-encoding: *chunked/i.test(text)) {
    const chunks = readChunks(bytes, start)
    return chunks && { status, head, ...chunks }
  }
  const none = status === 204 || status === 304
  const length = none ? 0 : Number(/\r\ncontent-length: *(\d+)/i.exec(text)?.[1] ?? 0)
  const end = start + length
  return bytes.length < end ? null : { status, head, body: bytes.subarray(start, end), end }
}

function readChunks(bytes: Buffer, start: number): { body: Buffer; end: number } | null {
  const parts: Buffer[] = []
  for (let at = start; ;) {
    const line = bytes.indexOf('\r\n', at)
    if (line === -1) return null
    const size = Number.parseInt(bytes.toString('latin1', at, line), 16)
    const from = line + 2
    if (bytes.length < from + size + 2) return null
    if (size === 0) return { body: Buffer.concat(parts), end: from + 2 }
    parts.push(bytes.subarray(from, from + size))
    at = from + size + 2
  }
}

/** What a header says in the head of an answer, or null. */
export function headerOf(head: Buffer, name: string): string | null {
  const line = head
    .toString('latin1')
    .split('\r\n')
    .find((one) => one.toLowerCase().startsWith(`${name}:`))
  return line?.slice(name.length + 1).trim() ?? null
}
