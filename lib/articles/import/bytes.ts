/** A file's bytes as text, or why they are none. */

const MEBIBYTE = 1024 * 1024
/** The largest file that is read as an article, in bytes. */
const LARGEST_FILE = 2 * MEBIBYTE

export type Decoded = { kind: 'text'; text: string } | { kind: 'refused'; why: string }

/**
 * Reads UTF-8 (with or without a byte order mark), UTF-16 with one, and windows-1252 where the page
 * says so. Refuses what is empty, packed, larger than 2 MiB, or no text.
 */
export function decodeText(bytes: Uint8Array): Decoded {
  if (bytes.length === 0) return refused('The file is empty.')
  if (isPacked(bytes))
    return refused(
      'The file is an archive or packed (ZIP, gzip or the like; a .docx is one as well), and is not unpacked here. Unpack it, and import the HTML, Markdown or text in it.',
    )
  if (bytes.length > LARGEST_FILE)
    return refused(
      `The file has ${(bytes.length / MEBIBYTE).toFixed(1)} MiB; an article may have 2 MiB. Save the text without its pictures, or divide it.`,
    )
  const text = decode(bytes)
  if (text === null)
    return refused('The file is not text in UTF-8. Save it as UTF-8 and import it again.')
  if (text.includes('\0') || /^(?:%PDF-|\{\\rtf)/.test(text))
    return refused('The file is not text. HTML, Markdown and plain text can be imported.')
  if (text.trim() === '') return refused('The file has no text in it.')
  return { kind: 'text', text: text.replace(/\r\n?/g, '\n') }
}

/** How files begin that hold others: ZIP, gzip, bzip2, xz, 7z, RAR, Zstandard. */
const packed = [
  '504b0304',
  '504b0506',
  '504b0708',
  '1f8b',
  '425a68',
  'fd377a585a00',
  '377abcaf271c',
  '526172211a07',
  '28b52ffd',
]

/** They are refused for what they are, so that nothing that is small in a file can be large in memory. */
function isPacked(bytes: Uint8Array): boolean {
  const start = Buffer.from(bytes.subarray(0, 8)).toString('hex')
  return packed.some((magic) => start.startsWith(magic))
}

function refused(why: string): Decoded {
  return { kind: 'refused', why }
}

function decode(bytes: Uint8Array): string | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return decodeAs('utf-16le', bytes)
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return decodeAs('utf-16be', bytes)
  return decodeAs('utf-8', bytes) ?? (saysWestern(bytes) ? decodeAs('windows-1252', bytes) : null)
}

function decodeAs(encoding: string, bytes: Uint8Array): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}

function saysWestern(bytes: Uint8Array): boolean {
  const head = new TextDecoder('windows-1252').decode(bytes.subarray(0, 2048))
  return /charset\s?=\s?["']?(?:windows-1252|iso-8859-1|latin-?1)\b/i.test(head)
}
