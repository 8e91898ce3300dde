import { expect } from 'vitest'
import { fuzz } from '../../testing/fuzz.ts'
import { cut } from '../cut.ts'
import { printHtml, sanitise } from '../sanitise.ts'
import { type MarkedFile, markedFile, sentinel } from '../testing/marked.ts'
import { plainText } from '../text.ts'
import { opened } from './read-import.cases.ts'
import { readImport } from './read-import.ts'

const words = /(?:open|gatedx)[a-j]+z/gi
const wordsIn = (html: string) => new Set(html.match(words))

/** A file as it is cut, or null when it is refused. */
function readMarked({ name, text }: MarkedFile) {
  const reading = readImport(new TextEncoder().encode(text), name)
  if (reading.kind === 'refused') return null
  const { sourceHtml, ...fields } = reading.draft
  const { tree } = sanitise(sourceHtml)
  const { preview, gated } = cut(tree, fields.accessLevel)
  const html = { preview: printHtml(preview), gated: printHtml(gated) }
  return { fields, sourceHtml, tree, html, text: plainText(preview) }
}

fuzz(
  'nothing from below a marker is public, in whatever spelling and place it stands',
  { values: markedFile, kept: opened, runs: 500 },
  (file) => {
    const read = readMarked(file)
    if (read === null) return
    expect(read.fields.accessLevel).toBe('subscriber')
    expect(JSON.stringify([read.fields, read.html.preview, read.text])).not.toMatch(sentinel)
    expect(read.html.preview + read.html.gated).not.toContain('<!--')
  },
)

fuzz(
  'both parts together hold each word of the whole, and what was cut is cut again in the same place',
  { values: markedFile, kept: opened, runs: 300 },
  (file) => {
    const read = readMarked(file)
    if (read === null) return
    const whole = printHtml(cut(read.tree, 'free').preview)
    expect(wordsIn(read.html.preview + read.html.gated)).toEqual(wordsIn(whole))
    // What is stored as a revision, and opened in the newsroom, is written in the same way again.
    expect(printHtml(read.tree)).toBe(read.sourceHtml)
    const again = cut(sanitise(read.sourceHtml).tree, read.fields.accessLevel)
    expect(printHtml(again.preview)).toBe(read.html.preview)
    expect(printHtml(again.gated)).toBe(read.html.gated)
  },
)
