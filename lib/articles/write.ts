import type { AppDatabase, AppTransaction } from '#db/client.ts'
import {
  addRevision,
  articleById,
  articleBySlug,
  describeShelf,
  ensureShelf,
  fileUnder,
  lastRevision,
  lockArticleWriting,
  takenSlugs,
  writeArticle,
  writeCorrections,
  writeGated,
} from '#db/queries/writing.ts'
import { announceFromWithin, settleAhead } from '#lib/changes-ahead.ts'
import { type Cut, cut } from './cut.ts'
import { type Draft, type DraftInput, type Problem, readDraft } from './draft.ts'
import { type KeptPictures, noteUses, readKeptPictures, withOffers } from './kept-pictures.ts'
import { MarkupError } from './parse-html.ts'
import { printHtml, type Sanitised, sanitise } from './sanitise.ts'
import { numbered, slugOf } from './slug.ts'
import { countWords, excerptOf, plainText } from './text.ts'

/** What was written, and what became of the source on the way. */
export type Saved = {
  kind: 'saved'
  id: string
  slug: string
  change: 'created' | 'updated' | 'unchanged'
  status: string
  outcome: Cut['outcome']
  hasGatedPart: boolean
  markers: Sanitised['markers']
  doubts: string[]
  dropped: string[]
}

/** The outcome of saving: nothing is written when it is refused. */
export type SaveResult = Saved | Refused

type Refused = { kind: 'refused'; problems: Problem[] }

type Existing = NonNullable<Awaited<ReturnType<typeof articleById>>>
type Parts = { kind: 'parts' } & Sanitised &
  Pick<Cut, 'outcome' | 'preview' | 'gated'> & { hasGatedPart: boolean }

/**
 * Writes an article: sanitised, cut at its marker, the preview into the public projection, what
 * stands below into the gated table, the whole as a revision. All of it or, when refused, nothing.
 *
 * Without an `id` a new article is made; its address is the draft's `slug`, which must be free, or
 * comes from the headline and is numbered when taken. With an `id` that article is written anew and
 * keeps its address unless the draft names another. An unchanged article gets no new revision.
 * The database tells every instance the address, and the one of before, when the transaction commits.
 */
export async function saveArticle(
  db: AppDatabase | AppTransaction,
  input: DraftInput,
  now: Date,
): Promise<SaveResult> {
  const read = readDraft(input)
  if (read.kind === 'refused') return read
  const divided = divide(read.draft)
  if (divided.kind === 'refused') return divided
  return db.transaction((tx) => write(tx, read.draft, divided, now))
}

function divide(draft: Draft): Parts | Refused {
  try {
    const sanitised = sanitise(draft.sourceHtml)
    const { preview, gated, outcome } = cut(sanitised.tree, draft.accessLevel)
    const hasGatedPart = gated.children.length > 0
    return { kind: 'parts', ...sanitised, preview, gated, outcome, hasGatedPart }
  } catch (error) {
    if (error instanceof MarkupError)
      return refused('sourceHtml', `cannot be read; simplify it. ${error.message}`)
    throw error
  }
}

async function write(
  tx: AppTransaction,
  draft: Draft,
  parts: Parts,
  now: Date,
): Promise<SaveResult> {
  await lockArticleWriting(tx)
  const existing = draft.id === undefined ? null : await articleById(tx, draft.id)
  if (draft.id !== undefined && !existing) return refused('id', 'names no article; it may be gone')
  if (draft.status === 'withdrawn' && !wasPublic(existing, now))
    return refused('status', 'cannot be withdrawn: nobody could read the article; make it a draft')
  const slug = await chooseSlug(tx, draft, existing, now)
  if (slug === null)
    return refused('slug', `${draft.slug} is the address of another article; choose another`)

  const ahead =
    existing?.status === 'published' ? await announceFromWithin(`article ${existing.slug}`) : null
  const changed = existing === null || (await isRewritten(tx, existing.id, draft, parts))
  const status = draft.status ?? existing?.status ?? 'draft'
  const sectionId = draft.section ? await ensureShelf(tx, 'section', shelf(draft.section)) : null
  const shown = { ...parts, lead: draft.picture?.src ?? null }
  const kept = await readKeptPictures(tx, shown)
  const gatedText = parts.hasGatedPart ? plainText(parts.gated) : ''
  const shownFirst = projection(draft, parts, kept)
  const id = await writeArticle(tx, existing?.id ?? null, {
    ...shownFirst,
    // Of what stands below the marker this number alone is everybody's.
    words: shownFirst.previewWords + countWords(gatedText),
    ...times(draft, existing, { changed, status, now }),
    slug,
    status,
    sectionId,
  })
  await writeGated(
    tx,
    id,
    parts.hasGatedPart ? { html: printHtml(withOffers(parts.gated, kept)), text: gatedText } : null,
  )
  await noteUses(tx, id, shown, kept)
  if (changed) await addRevision(tx, { articleId: id, ...revision(draft, parts) })
  await file(tx, id, draft)
  await writeCorrections(tx, id, draft.corrections)
  await settleAhead(tx, ahead)
  const { markers, doubts, dropped, outcome, hasGatedPart } = parts
  const change = existing === null ? 'created' : changed ? 'updated' : 'unchanged'
  return {
    kind: 'saved',
    id,
    slug,
    change,
    status,
    outcome,
    hasGatedPart,
    markers,
    doubts,
    dropped,
  }
}

/** Of what was never public, its address must not say that it is gone. */
const wasPublic = (existing: Existing | null, now: Date) =>
  existing?.status === 'withdrawn' ||
  (existing?.status === 'published' && existing.publishedAt !== null && existing.publishedAt <= now)

function refused(field: string, message: string): Refused {
  return { kind: 'refused', problems: [{ field, message }] }
}

const TRIES = 200

/** The article's address, or null when it asks for one that belongs to another. */
async function chooseSlug(
  tx: AppTransaction,
  draft: Draft,
  existing: Existing | null,
  now: Date,
): Promise<string | null> {
  if (draft.slug !== undefined) {
    const owner = await articleBySlug(tx, draft.slug)
    return owner === null || owner.id === existing?.id ? draft.slug : null
  }
  if (existing) return existing.slug
  const candidates = numbered(slugOf(draft.headline), TRIES)
  const taken = await takenSlugs(tx, candidates)
  return (
    candidates.find((slug) => !taken.has(slug)) ?? `${candidates[0]}-${now.getTime().toString(36)}`
  )
}

/** The public projection: made from the preview and what stands above it, and from nothing else. */
function projection(draft: Draft, { preview, hasGatedPart }: Parts, kept: KeptPictures) {
  const previewText = plainText(preview)
  const { headline, standfirst, accessLevel, picture, source } = draft
  return {
    headline,
    standfirst,
    accessLevel,
    previewHtml: printHtml(withOffers(preview, kept)),
    previewText,
    excerpt: excerptOf(standfirst, previewText),
    previewWords: countWords(previewText),
    hasGatedPart,
    pictureSrc: picture?.src ?? null,
    pictureAlt: picture?.alt ?? null,
    pictureCaption: picture?.caption ?? null,
    pictureCredit: picture?.credit ?? null,
    pictureWidth: picture?.width ?? null,
    pictureHeight: picture?.height ?? null,
    sourceName: source?.name ?? (source?.url ? hostOf(source.url) : null),
    sourceUrl: source?.url ?? null,
  }
}

function hostOf(url: string): string {
  return new URL(url).hostname.replace(/^www\./, '')
}

function times(
  draft: Draft,
  existing: Existing | null,
  { changed, status, now }: { changed: boolean; status: string; now: Date },
) {
  const known = draft.publishedAt ?? existing?.publishedAt ?? null
  const wasRead =
    existing?.status === 'published' && existing.publishedAt !== null && existing.publishedAt <= now
  const revised = changed && wasRead ? now : (existing?.revisedAt ?? null)
  return {
    publishedAt: known ?? (status === 'published' ? now : null),
    revisedAt: draft.revisedAt ?? revised,
  }
}

/** A revision keeps the sanitised source: what a stranger's page had in it is stored nowhere. */
function revision(draft: Draft, { tree }: Parts) {
  const { headline, standfirst } = draft
  const importedFrom = draft.importedFrom ?? null
  return { headline, standfirst, sourceHtml: printHtml(tree), importedFrom }
}

async function isRewritten(
  tx: AppTransaction,
  id: string,
  draft: Draft,
  parts: Parts,
): Promise<boolean> {
  const last = await lastRevision(tx, id)
  const next = revision(draft, parts)
  return (
    last?.headline !== next.headline ||
    last.standfirst !== next.standfirst ||
    last.sourceHtml !== next.sourceHtml
  )
}

const shelf = (name: string) => ({ slug: slugOf(name), name })

async function file(tx: AppTransaction, id: string, draft: Draft): Promise<void> {
  for (const [kind, names] of [
    ['topic', draft.topics],
    ['region', draft.regions],
  ] as const) {
    const ids = []
    for (const name of names) ids.push(await ensureShelf(tx, kind, shelf(name)))
    await fileUnder(tx, kind, id, ids)
  }
  const ids = []
  for (const author of draft.authors) {
    const one = typeof author === 'string' ? { name: author } : author
    if ('description' in one) await describeShelf(tx, 'author', { ...one, slug: slugOf(one.name) })
    ids.push(await ensureShelf(tx, 'author', shelf(one.name)))
  }
  await fileUnder(tx, 'author', id, ids)
}
