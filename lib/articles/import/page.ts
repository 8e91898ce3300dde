/** A saved page: a head, the article, and furniture around it. All formats without front matter end here. */
import type { ElementContent } from 'hast'
import { publication } from '#lib/publication.ts'
import { parseHtml } from '../parse-html.ts'
import { printHtml, sanitiseNodes } from '../sanitise.ts'
import { type ArticleTree, isElement, oneLine } from '../sanitise-node.ts'
import { type Parts, partsOf } from './parts.ts'
import { lineOf, withoutFurniture } from './furniture.ts'
import { takeLeadPicture } from './lead-picture.ts'
import { orWhyNot } from './or-why-not.ts'
import { takeHead } from './page-head.ts'
import { settlePictures } from './picture-fates.ts'
import type { FileReading, PictureFates, Remark } from './reading.ts'
import { splitTitle } from './title.ts'

/** What is known of a page apart from its text. */
export type PageFacts = {
  /** Null: the first heading of the page is its title. */
  title: string | null
  publication?: string
  url?: string
  standfirst?: string
  /** A description for machines; used when it is not the beginning of the text. */
  description?: string
  shelves?: string[]
  authors?: string[]
  publishedAt?: Date
  revisedAt?: Date
  dropped?: string[]
}

/** Reads an article from a page's content and what is known of it. */
export function readPage(
  content: string | ElementContent[],
  facts: PageFacts,
  fates: PictureFates = () => 'elsewhere',
): FileReading {
  const tried = orWhyNot(() =>
    sanitiseNodes(
      settlePictures(typeof content === 'string' ? parseHtml(content) : content, fates),
    ),
  )
  if (tried.kind === 'refused') return tried
  const sanitised = tried.result
  const { blocks, notes } = withNotesAside(sanitised.tree)
  const parts = partsOf(sanitised.tree)
  const titled = titleOf(parts, facts)
  if (!titled)
    return {
      kind: 'refused',
      why: parts.marked
        ? 'There is no title above the marker: what stands below it may not be shown to everybody.'
        : 'There is no title: the first line is empty.',
    }
  const { body, dropped, source } = withoutFurniture(blocks)
  const standfirst = standfirstOf(parts, facts)
  const taken = takeHead(body, titled.line, standfirst.text)
  const lead = takeLeadPicture(taken.body)
  const shelves = taken.head.shelves.length > 0 ? taken.head.shelves : (facts.shelves ?? [])
  const [section, topic, region, ...more] = shelves
  const name = (facts.publication ?? titled.publication ?? source.name)?.slice(0, 120)
  const url = facts.url ?? source.url
  return {
    kind: 'read',
    fields: {
      headline: titled.title,
      standfirst: taken.head.standfirst ?? '',
      section,
      topics: [...(topic ? [topic] : []), ...more],
      regions: region ? [region] : [],
      authors: authorsOf(taken.head.authors, facts.authors ?? []),
      publishedAt: facts.publishedAt ?? taken.head.publishedAt,
      revisedAt: facts.revisedAt ?? taken.head.revisedAt,
      ...sourceOf(name, url),
      ...(lead.picture ? { picture: lead.picture } : {}),
    },
    html: printHtml({ type: 'root', children: [...lead.body, ...notes] }),
    found: { markers: sanitised.markers, doubts: sanitised.doubts },
    remarks: [...standfirst.remarks, ...remarksOn(taken.head.standfirst, titled.publication)],
    dropped: [...(facts.dropped ?? []), ...sanitised.dropped, ...taken.head.dropped, ...dropped],
  }
}

/** Footnotes stand at the end of a tree, but belong to the text and not to what follows it. */
function withNotesAside(tree: ArticleTree) {
  const last = tree.children.at(-1)
  if (!isElement(last, 'section')) return { blocks: tree.children, notes: [] }
  return { blocks: tree.children.slice(0, -1), notes: [last] }
}

function titleOf({ above }: Parts, facts: PageFacts) {
  const first = above.children.find((block) => isElement(block))
  const line = facts.title ?? (isElement(first, 'h2', 'h3', 'p') ? lineOf(first) : '')
  if (line === '' || line.length > 300) return null
  return { line, ...(facts.publication ? { title: line, publication: null } : splitTitle(line)) }
}

/** A description made from the gated part, as some systems do, is no standfirst. */
function standfirstOf(
  { text, isBelow }: Parts,
  facts: PageFacts,
): { text: string | undefined; remarks: Remark[] } {
  if (facts.standfirst) return { text: facts.standfirst, remarks: [] }
  const description = oneLine(facts.description ?? '')
  if (description === '' || description.length > 1200) return { text: undefined, remarks: [] }
  const beginning = description.replace(/[\s.…]+$/u, '')
  if (isBelow(beginning))
    return {
      text: undefined,
      remarks: [
        {
          about: 'standfirst',
          text: 'The page’s description stands below the marker, so it was not used.',
        },
      ],
    }
  return { text: text.includes(beginning) ? undefined : description, remarks: [] }
}

function authorsOf(inText: string[], known: string[]): string[] {
  return known.length > 0 ? known : inText
}

function sourceOf(name: string | undefined, url: string | undefined) {
  if (name === publication.name || (!name && !url)) return {}
  return { source: { ...(name ? { name } : {}), ...(url ? { url } : {}) } }
}

function remarksOn(standfirst: string | undefined, fromTitle: string | null): Remark[] {
  const remarks: Remark[] = []
  if (!standfirst)
    remarks.push({
      about: 'standfirst',
      text: 'There is no standfirst: no paragraph stands above the marker that could be one.',
    })
  if (fromTitle)
    remarks.push({ about: 'source', text: `The source ${fromTitle} was read from the title.` })
  return remarks
}
