import type { Nodes, Root } from 'mdast'
import rehypeStringify from 'rehype-stringify'
import remarkFrontmatter from 'remark-frontmatter'
import remarkGfm from 'remark-gfm'
import remarkParse from 'remark-parse'
import remarkRehype from 'remark-rehype'
import { unified } from 'unified'
import { isMarkerLine } from '../marker.ts'
import { readFrontMatter, type FrontMatter } from './front-matter.ts'
import { readPage } from './page.ts'
import type { FileReading, PictureFates } from './reading.ts'

const parser = unified().use(remarkParse).use(remarkFrontmatter).use(remarkGfm).freeze()
// Raw HTML passes here, because markers are comments; the sanitiser comes after.
const writer = unified()
  .use(remarkRehype, { allowDangerousHtml: true })
  .use(rehypeStringify, { allowDangerousHtml: true })
  .freeze()

/**
 * Reads Markdown. With front matter, the file was written for us: its fields are taken as they are.
 * Without, it is a page: its first heading is the title, its first paragraph the standfirst.
 */
export function readMarkdown(source: string, fates: PictureFates): FileReading {
  if (isNestedTooDeeply(source))
    return { kind: 'refused', why: 'Its quotes or lists are nested too deeply to be an article.' }
  const text = withMarkersApart(source)
  const tree = withoutMarkerLinks(parser.parse(text))
  const [first] = tree.children
  if (first?.type === 'yaml') {
    const read = readFrontMatter(first.value, fates)
    if (read.kind === 'refused') return read
    const html = toHtml({ ...tree, children: tree.children.slice(1) })
    return {
      kind: 'read',
      fields: fieldsOf(read.fields),
      html,
      found: { markers: [], doubts: [] },
      remarks: [],
      dropped: read.dropped,
    }
  }
  if (/^---[ \t]*\n\s*[\w-]+:/.test(text))
    return { kind: 'refused', why: 'The front matter is not closed: a line of --- is missing.' }
  return readPage(toHtml(tree), { title: null }, fates)
}

const DEEPEST = 60

/** Every level costs the parser the whole line again, so it is counted before. */
function isNestedTooDeeply(source: string): boolean {
  return source.split('\n').some((line) => {
    const lead = line.slice(0, line.search(/[^>\-*+ \t]|$/))
    const markers = lead.split(/>|[-*+](?= )/)
    // A list in a list stands two spaces further in.
    const indent = markers.length > 1 ? (markers[0]?.length ?? 0) / 2 : 0
    return markers.length + indent > DEEPEST + 1
  })
}

/** A marker right below a table would be its next row, and below a list item a part of it. */
function withMarkersApart(source: string): string {
  let fence: string | null = null
  return source
    .split('\n')
    .map((line) => {
      const [mark] = /^ {0,3}(?:`{3,}|~{3,})/.exec(line) ?? []
      if (mark) fence = fence === null ? mark.trim() : mark.trim().startsWith(fence) ? null : fence
      const apart = fence === null && !/^(?: {4}|\t)/.test(line) && isMarkerLine(line)
      return apart ? `\n${line}\n` : line
    })
    .join('\n')
}

/** Brackets are a link when there is an address for them anywhere in the text; those of a marker are none. */
function withoutMarkerLinks<Node extends Nodes>(node: Node): Node {
  if (!('children' in node)) return node
  const children = node.children.map((child) =>
    child.type === 'linkReference' && isMarkerLine(`[${child.label}]`)
      ? { type: 'text' as const, value: `[${child.label}]` }
      : withoutMarkerLinks(child),
  )
  return { ...node, children }
}

function toHtml(tree: Root): string {
  return writer.stringify(writer.runSync(tree))
}

function fieldsOf(read: FrontMatter) {
  const { title, access, published, revised, corrections, ...rest } = read
  return {
    ...rest,
    headline: title,
    accessLevel: access,
    publishedAt: published,
    revisedAt: revised,
    corrections: corrections?.map(({ text, weight, at }) => ({ text, weight, correctedAt: at })),
  }
}
