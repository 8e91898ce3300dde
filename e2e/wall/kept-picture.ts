/** A picture that stands beside the file of an article, and says in all it has beside its pixels whose it is. */
import { createHash } from 'node:crypto'
import { crc32, deflateSync } from 'node:zlib'

/** As it lies beside the article: its name, its bytes, and the name under which it has to be served. */
export type KeptPicture = { name: string; bytes: Buffer; hash: string; paths: string[] }

const measures = { width: 120, height: 80 }

/** Draws a picture that nobody else has: noise from these words. They stand in its name, in a comment, and behind its end. */
export function drawKept(words: string): KeptPicture {
  const bytes = Buffer.concat([
    Buffer.from('\u0089PNG\r\n\u001A\n', 'latin1'),
    chunk('IHDR', head()),
    chunk('tEXt', Buffer.from(`Comment\0${words}`)),
    chunk('IDAT', deflateSync(noise(words))),
    chunk('IEND', Buffer.alloc(0)),
    Buffer.from(words),
  ])
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 32)
  const paths = ['webp', 'avif'].map((one) => `/pictures/${hash}/${measures.width}.${one}`)
  return { name: `${words}.png`, bytes, hash, paths }
}

function head(): Buffer {
  const bytes = Buffer.alloc(13)
  bytes.writeUInt32BE(measures.width, 0)
  bytes.writeUInt32BE(measures.height, 4)
  // Eight bits of red, green and blue.
  bytes.set([8, 2, 0, 0, 0], 8)
  return bytes
}

/** Each row begins with the byte that says that it is not filtered. */
function noise(words: string): Buffer {
  const rows = Array.from({ length: measures.height }, (_, row) => {
    const blocks = Array.from({ length: Math.ceil((measures.width * 3) / 32) }, (__, at) =>
      createHash('sha256').update(`${words} ${row} ${at}`).digest(),
    )
    return Buffer.concat([Buffer.alloc(1), Buffer.concat(blocks).subarray(0, measures.width * 3)])
  })
  return Buffer.concat(rows)
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, sum])
}
