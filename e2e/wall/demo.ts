/** The demo's own articles: what of them may not be seen, and what everybody may read. */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import { root } from '../support/stack.ts'
import type { Gated } from './oracle.ts'

const frontMatter = z.object({ slug: z.string().optional(), access: z.string() })

export type DemoArticle = { level: string; below: Gated; open: string[] }

/** Reads the sources of the demo, not its database: the wall must not believe our own cut. */
export function readDemo(): DemoArticle[] {
  const folder = path.join(root, 'content', 'articles')
  return readdirSync(folder)
    .filter((name) => name.endsWith('.md'))
    .map((name) => {
      const file = readFileSync(path.join(folder, name), 'utf8')
      const [, head = '', body = ''] = /^---\n(.*?)\n---\n(.*)$/s.exec(file) ?? []
      const { slug = name.replace(/\.md$/, ''), access } = frontMatter.parse(parse(head))
      const [above = '', ...rest] = access === 'free' ? [body] : body.split('<!--paywall-->')
      const [notes, below] = notesOf(above, rest.join('\n\n'))
      return {
        level: access,
        below: { owner: slug, sentinels: [], texts: piecesOf(below) },
        open: [head, ...piecesOf(above), ...piecesOf(notes)],
      }
    })
}

/** A note stands at the end of the file, and is where it is referred to: of the preview, if that does. */
function notesOf(above: string, below: string): [notes: string, rest: string] {
  const isOpen = (line: string) => {
    const [, name] = /^\[\^(\w+)\]:/.exec(line) ?? []
    return name !== undefined && above.includes(`[^${name}]`)
  }
  const lines = below.split('\n')
  const [open, rest] = [lines.filter(isOpen), lines.filter((line) => !isOpen(line))]
  return [open.join('\n\n'), rest.join('\n')]
}

/** The paragraphs of Markdown as plain text. */
function piecesOf(markdown: string): string[] {
  return markdown
    .split(/\n{2,}/)
    .map((piece) =>
      piece
        .replace(/<[^>]*>/g, ' ')
        .replace(/\]\([^)]*\)/g, ' ')
        .replace(/\[\^[^\]]*\]:?/g, ' ')
        .trim(),
    )
    .filter((piece) => piece !== '')
}
