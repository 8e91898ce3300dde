import type { AppDatabase, PublicDatabase } from '#db/client.ts'
import { findArticle } from '#db/queries/articles.ts'
import { decideForClass } from '#lib/access/decide.ts'
import type { AccessLevel, ReaderClass } from '#lib/access/level.ts'
import type { AccessDecision } from '#lib/access/verdict.ts'
import { mapAddress } from '#lib/maps/address.ts'
import { cardAddress } from '#lib/share-cards/address.ts'
import { type Picture, type Shelf, toPicture, toSection } from './card.ts'
import { readGatedPart } from './gated.ts'
import { joinParts } from './join.ts'

/** What follows the preview. */
export type Continuation =
  /** Nothing is kept back. `gatedHtml` is what stands below the marker, null when nothing does. */
  | { kind: 'whole'; gatedHtml: string | null }
  /** The article ends here for this class of reader. */
  | { kind: 'cut' }

/** An article as one class of reader may see it. */
export type ArticlePage = {
  id: string
  slug: string
  headline: string
  standfirst: string
  /** What search engines and shared links are told: from the preview alone. */
  excerpt: string
  accessLevel: AccessLevel
  hasGatedPart: boolean
  publishedAt: Date
  revisedAt: Date | null
  section: Shelf | null
  topics: Shelf[]
  regions: Shelf[]
  authors: Shelf[]
  picture: (Picture & { caption: string | null; credit: string | null }) | null
  /** Where its region is; null when it has a picture, or no region that is known to be anywhere. */
  map: (Picture & { region: string }) | null
  /** Where its share card is; null until that is printed. */
  shareCard: string | null
  source: { name: string; url: string | null } | null
  /** The last first. */
  corrections: Correction[]
  /** How long the whole takes to read, at the pace of people who read for themselves; for who reads the whole. */
  readingMinutes: number
  previewHtml: string
  continuation: Continuation
}

/** What was wrong: with the sense of the article (`serious`), or with anything else. */
export type Correction = { text: string; weight: 'minor' | 'serious'; correctedAt: Date }

type Databases = { public: PublicDatabase; app: AppDatabase }

/**
 * Reads a published article for a class of reader, or null when there is none at this address.
 *
 * Everything comes from the public projection, as the role that cannot read the gated table. Only
 * when the class is granted access is the gated part asked for, through its one door.
 */
export async function readArticle(
  databases: Databases,
  slug: string,
  readerClass: ReaderClass,
): Promise<ArticlePage | null> {
  return readArticleAs(databases, slug, (level) => decideForClass(level, readerClass))
}

/** The same for one person, of whom `decide` says what they may read of an article of this level. */
export async function readArticleAs(
  databases: Databases,
  slug: string,
  decide: (level: AccessLevel) => AccessDecision,
): Promise<ArticlePage | null> {
  // Somebody may write the article between the two readings: then what was decided is not about what is there.
  for (let tries = 0; tries < TRIES; tries++) {
    const found = await findArticle(databases.public, slug)
    if (!found) return null
    const text = await readText(databases.app, found, decide(found.accessLevel))
    if (text !== 'changed') return page(found, text)
  }
  throw new Error(`${slug} was written anew ${TRIES} times while it was read.`)
}

const TRIES = 5

type Found = NonNullable<Awaited<ReturnType<typeof findArticle>>>

function page(found: Found, text: Text): ArticlePage {
  const picture = toPicture(found)
  return {
    id: found.id,
    slug: found.slug,
    headline: found.headline,
    standfirst: found.standfirst,
    excerpt: found.excerpt,
    accessLevel: found.accessLevel,
    hasGatedPart: found.hasGatedPart,
    publishedAt: found.publishedAt,
    revisedAt: found.revisedAt,
    section: toSection(found),
    topics: found.topics,
    regions: found.regions,
    authors: found.authors,
    picture: picture && {
      ...picture,
      caption: found.pictureCaption,
      credit: found.pictureCredit,
    },
    map: picture === null ? toMap(found) : null,
    shareCard: found.shareCard === null ? null : cardAddress(found.shareCard),
    source: found.sourceName === null ? null : { name: found.sourceName, url: found.sourceUrl },
    corrections: found.corrections,
    readingMinutes: Math.max(1, Math.round(found.words / WORDS_A_MINUTE)),
    ...text,
  }
}

/** How fast grown-ups read English for themselves (Brysbaert 2019: 238 words a minute). */
const WORDS_A_MINUTE = 238

function toMap({ map }: Found): ArticlePage['map'] {
  if (map === null) return null
  const { hash, ...facts } = map
  return { src: mapAddress(hash), ...facts }
}

type Text = Pick<ArticlePage, 'previewHtml' | 'continuation'>

/** The text, as far as the decision goes. Both parts together have one list of footnotes, at the end. */
async function readText(
  app: AppDatabase,
  found: Found,
  decision: AccessDecision,
): Promise<Text | 'changed'> {
  const { hasGatedPart, previewHtml } = found
  if (!hasGatedPart) return { previewHtml, continuation: { kind: 'whole', gatedHtml: null } }
  if (!decision.granted) return { previewHtml, continuation: { kind: 'cut' } }
  const gated = await readGatedPart(app, found, decision)
  if (gated.kind === 'changed') return 'changed'
  const { above, below } = joinParts(previewHtml, gated.html)
  return { previewHtml: above, continuation: { kind: 'whole', gatedHtml: below } }
}
