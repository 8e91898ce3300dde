import { decodeText } from './bytes.ts'
import { finishReading } from './finish.ts'
import { readHtml } from './html.ts'
import { readMarkdown } from './markdown.ts'
import { readPlainText } from './plain-text.ts'
import type { ImportReading, PictureFates } from './reading.ts'

/**
 * Reads an article from a file: HTML, Markdown or plain text, by its name, or by how it begins.
 * Pure: the same bytes under the same name give the same article. Everything that is left out is
 * told in `dropped`. `fates` says what became of its pictures; without it they stay where they are, and one beside the file is left out.
 */
export function readImport(
  bytes: Uint8Array,
  filename: string,
  fates: PictureFates = () => 'elsewhere',
): ImportReading {
  const decoded = decodeText(bytes)
  if (decoded.kind === 'refused') return decoded
  const { text } = decoded
  switch (formatOf(text, filename)) {
    case 'html':
      return finishReading(readHtml(text, fates), fates)
    case 'markdown':
      return finishReading(readMarkdown(text, fates), fates)
    case 'text':
      return finishReading(readPlainText(text), fates)
  }
}

function formatOf(text: string, filename: string): 'html' | 'markdown' | 'text' {
  if (/\.x?html?$/i.test(filename)) return 'html'
  if (/\.(?:md|markdown|mdown)$/i.test(filename)) return 'markdown'
  if (/^\s*<(?:!doctype html|html|head|body|article|main)\b/i.test(text)) return 'html'
  return /^---[ \t]*\n[\w-]+:/.test(text) ? 'markdown' : 'text'
}
