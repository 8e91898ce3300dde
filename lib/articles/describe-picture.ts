/** What is said of a picture that the publication keeps, changed where it is kept and in the articles that say the same. */
import type { Element, ElementContent } from 'hast'
import type { AppDatabase, AppTransaction } from '#db/client.ts'
import { addAuditEntry } from '#db/queries/audit.ts'
import { articlesShowing, lockPicture, writePictureWords } from '#db/queries/pictures.ts'
import {
  addRevision,
  lastRevision,
  lockArticleWriting,
  writeArticleText,
  writeGated,
} from '#db/queries/writing.ts'
import { readPictureAddress } from '#lib/pictures/address.ts'
import { cut } from './cut.ts'
import { readKeptPictures, withOffers } from './kept-pictures.ts'
import { parseHtml } from './parse-html.ts'
import { printHtml, sanitise } from './sanitise.ts'
import {
  attributeOf,
  classesOf,
  element,
  elementsIn,
  isElement,
  oneLine,
  text,
  textOf,
} from './sanitise-node.ts'
import { countWords, excerptOf, plainText } from './text.ts'

/** What is said of a picture. Null: nothing is. */
export type PictureWords = { alt: string; caption: string | null; credit: string | null }

/** `articles`: how many say it now. Where one says something of its own, that stays. */
export type Described =
  | { kind: 'described'; articles: number }
  | { kind: 'gone' }
  | { kind: 'refused'; why: string }

const MOST = { alt: 1000, caption: 1000, credit: 300 } as const

/**
 * Says something else of a picture: in the library and in every article, published or not, that says of it what the library said
 * before. All of it or nothing, with an audit entry. Readers are told nothing of an update: the article is what it was.
 */
export async function describePicture(
  db: AppDatabase,
  actor: { id: string | null; label: string },
  id: string,
  words: PictureWords,
): Promise<Described> {
  const after = {
    alt: oneLine(words.alt),
    caption: oneLine(words.caption ?? '') || null,
    credit: oneLine(words.credit ?? '') || null,
  }
  if (after.alt === '')
    return { kind: 'refused', why: 'Say what the picture shows, for those who do not see it.' }
  for (const name of ['alt', 'caption', 'credit'] as const)
    if ((after[name] ?? '').length > MOST[name])
      return { kind: 'refused', why: `Say it in at most ${MOST[name]} characters.` }
  return db.transaction(async (tx) => {
    await lockArticleWriting(tx)
    const picture = await lockPicture(tx, id)
    if (!picture) return { kind: 'gone' }
    const { hash, alt, caption, credit } = picture
    const before = { alt, caption, credit }
    await writePictureWords(tx, id, after)
    let articles = 0
    for (const article of await articlesShowing(tx, id))
      if (await describeIn(tx, article, { hash, before, after })) articles++
    await addAuditEntry(tx, {
      actorId: actor.id,
      actor: actor.label,
      action: 'Described a picture',
      detail: { picture: id, before, after },
    })
    return { kind: 'described', articles }
  })
}

type Change = { hash: string; before: PictureWords; after: PictureWords }
type Shown = Awaited<ReturnType<typeof articlesShowing>>[number]

/**
 * Writes an article anew from its last version: what stands below its marker is cut from there, and not read where it is kept.
 * False when it says something of its own.
 */
async function describeIn(tx: AppTransaction, article: Shown, change: Change): Promise<boolean> {
  const last = await lastRevision(tx, article.id)
  if (!last) return false
  const nodes = parseHtml(last.sourceHtml)
  const inText = describeNodes(nodes, change)
  const lead = describeLead(article, change)
  if (!inText && lead === null) return false
  const { tree } = sanitise(printHtml({ type: 'root', children: nodes }))
  const { preview, gated } = cut(tree, article.accessLevel)
  const kept = await readKeptPictures(tx, { preview, gated, lead: article.pictureSrc })
  const [previewText, gatedText] = [plainText(preview), plainText(gated)]
  const previewWords = countWords(previewText)
  await writeArticleText(tx, article.id, {
    ...lead,
    previewHtml: printHtml(withOffers(preview, kept)),
    previewText,
    previewWords,
    words: previewWords + countWords(gatedText),
    excerpt: excerptOf(article.standfirst, previewText),
  })
  if (!inText) return true
  if (gated.children.length > 0)
    await writeGated(tx, article.id, {
      html: printHtml(withOffers(gated, kept)),
      text: gatedText,
    })
  const { headline, standfirst, importedFrom } = last
  await addRevision(tx, {
    articleId: article.id,
    headline,
    standfirst,
    importedFrom,
    sourceHtml: printHtml(tree),
  })
  return true
}

/** Of the picture that leads an article each of its words that is the library's; null when none is. */
function describeLead(article: Shown, { hash, before, after }: Change) {
  const { pictureSrc, pictureAlt, pictureCaption, pictureCredit } = article
  if (pictureSrc === null || readPictureAddress(pictureSrc)?.hash !== hash) return null
  const changed = {
    ...(pictureAlt === before.alt ? { pictureAlt: after.alt } : {}),
    ...(pictureCaption === before.caption ? { pictureCaption: after.caption } : {}),
    ...(pictureCredit === before.credit ? { pictureCredit: after.credit } : {}),
  }
  return Object.keys(changed).length > 0 ? changed : null
}

/** Changes what these nodes say of a picture, in place; says whether any did. */
function describeNodes(nodes: ElementContent[], change: Change): boolean {
  const { hash, before, after } = change
  let changed = false
  for (const one of elementsIn(nodes)) {
    if (one.tagName === 'figure' && isOf(one, hash) && describeFigure(one, change)) changed = true
    if (one.tagName !== 'img' || readPictureAddress(attributeOf(one, 'src'))?.hash !== hash)
      continue
    if (attributeOf(one, 'alt') !== before.alt) continue
    one.properties = { ...one.properties, alt: after.alt }
    changed = true
  }
  return changed
}

/** Whether a figure shows this picture and no other, so that its caption is of it. */
function isOf(figure: Element, hash: string): boolean {
  const images = [...elementsIn(figure.children)].filter(({ tagName }) => tagName === 'img')
  return (
    images.length > 0 &&
    images.every((image) => readPictureAddress(attributeOf(image, 'src'))?.hash === hash)
  )
}

const isCredit = (node: ElementContent) => isElement(node) && classesOf(node).includes('credit')
const said = (nodes: ElementContent[]) => oneLine(textOf(nodes)) || null

function describeFigure(figure: Element, { before, after }: Change): boolean {
  const caption = figure.children.find((node) => isElement(node, 'figcaption'))
  const lines = isElement(caption) ? caption.children : []
  const own = said(lines.filter((node) => !isCredit(node)))
  const credit = said(lines.filter(isCredit))
  if (own !== before.caption || credit !== before.credit) return false
  if (after.caption === before.caption && after.credit === before.credit) return false
  const words: ElementContent[] = [
    ...(after.caption === null ? [] : [text(`${after.caption} `)]),
    ...(after.credit === null
      ? []
      : [element('span', [text(after.credit)], { className: ['credit'] })]),
  ]
  figure.children = [
    ...figure.children.filter((node) => node !== caption),
    ...(words.length > 0 ? [element('figcaption', words)] : []),
  ]
  return true
}
