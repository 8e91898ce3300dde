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
      return {
        level: access,
        below: { owner: slug, sentinels: [], texts: piecesOf(rest.join('\n\n')) },
        open: [head, ...piecesOf(above)],
      }
    })
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
