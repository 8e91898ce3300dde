/** The pictures of an article that the publication keeps itself: which they are, where they stand, and how a page offers them. */
import type { Element, ElementContent } from 'hast'
import type { AppQueryable } from '#db/client.ts'
import { type PictureRow, picturesByHash, writePictureUses } from '#db/queries/pictures.ts'
import { addressOf, readPictureAddress, storedSets } from '#lib/pictures/address.ts'
import { type ArticleTree, attributeOf, element, elementsIn, isElement } from './sanitise-node.ts'

/** The kept pictures among those of an article, by the name in their address. */
export type KeptPictures = ReadonlyMap<string, PictureRow>

type Shown = { preview: ArticleTree; gated: ArticleTree; lead: string | null }

/** Reads what is kept of the pictures that an article shows. */
export async function readKeptPictures(db: AppQueryable, shown: Shown): Promise<KeptPictures> {
  const rows = await picturesByHash(db, [...publicHashes(shown), ...hashesIn(shown.gated)])
  return new Map(rows.map((row) => [row.hash, row]))
}

/**
 * Notes in which part of the article each stands. One that stands above the marker too, or leads the article, is
 * everybody's.
 */
export async function noteUses(
  db: AppQueryable,
  articleId: string,
  shown: Shown,
  kept: KeptPictures,
): Promise<void> {
  const open = publicHashes(shown)
  await writePictureUses(
    db,
    articleId,
    [...kept.values()].map(({ id, hash }) => ({
      pictureId: id,
      part: open.has(hash) ? 'public' : 'gated',
    })),
  )
}

function publicHashes({ preview, lead }: Shown): Set<string> {
  return new Set([...hashesIn(preview), ...(lead === null ? [] : hashAt(lead))])
}

const hashesIn = ({ children }: ArticleTree) =>
  [...elementsIn(children)]
    .filter(({ tagName }) => tagName === 'img')
    .flatMap((image) => hashAt(attributeOf(image, 'src')))

function hashAt(address: string): string[] {
  const read = readPictureAddress(address)
  return read ? [read.hash] : []
}

/** How wide a picture in a text is shown at most. */
const sizes = '(min-width: 55rem) 52rem, min(92vw, 100vw - 2.25rem)'

/** The tree as pages get it: each kept picture with its measures, in every width and format it lies ready in. */
export function withOffers(tree: ArticleTree, kept: KeptPictures): ArticleTree {
  return { ...tree, children: tree.children.map((node) => offer(node, kept)) }
}

function offer(node: ElementContent, kept: KeptPictures): ElementContent {
  if (!isElement(node)) return node
  if (!isElement(node, 'img'))
    return { ...node, children: node.children.map((child) => offer(child, kept)) }
  const [hash = ''] = hashAt(attributeOf(node, 'src'))
  const row = kept.get(hash)
  return row ? toPicture(node, row) : node
}

function toPicture(image: Element, { hash, width, height }: PictureRow): Element {
  const src = addressOf(hash, { width, format: 'webp' })
  const sets = storedSets({ src, width })
  return element('picture', [
    element('source', [], { type: 'image/avif', srcSet: sets?.avif, sizes }),
    element('img', [], { ...image.properties, src, srcSet: sets?.webp, sizes, width, height }),
  ])
}
