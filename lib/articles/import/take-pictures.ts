/** Takes in the pictures that an imported file names: those of the article alone, not those of the page around it. */
import type { ElementContent } from 'hast'
import type { AppDatabase } from '#db/client.ts'
import { pictureFromSource } from '#db/queries/pictures.ts'
import { refusals } from '#lib/pictures/check.ts'
import type { Storage } from '#lib/pictures/storage.ts'
import { type About, fileNameOf, takePicture, toStored } from '#lib/pictures/take.ts'
import { parseHtml } from '../parse-html.ts'
import { attributeOf, classesOf, elementsIn, isElement, oneLine, textOf } from '../sanitise-node.ts'
import { isRemote } from './picture-fates.ts'
import { readImport } from './read-import.ts'
import type { ImportedDraft, PictureFate, PictureFates, Remark } from './reading.ts'

/** Where the pictures of a file come from, and where they go. */
export type PictureIntake = {
  storage: Storage
  /** Reads the picture at an address as the file writes it, or says why not. */
  open: (
    written: string,
  ) => Promise<{ kind: 'read'; bytes: Uint8Array } | { kind: 'left'; why: string }>
}

/** What became of one picture: where it is now, or why it is not kept. */
export type PictureOutcome = { written: string; src: string | null; why: string | null }

/**
 * Takes every picture of the article in, one after the other. One that cannot be taken does no harm: it is shown as it was kept before,
 * or loaded from where it is, or left out when it lies nowhere on the net, or is there only to count who looks.
 */
export async function takePictures(
  db: AppDatabase,
  file: { name: string; bytes: Uint8Array },
  intake: PictureIntake,
): Promise<{ fates: PictureFates; outcomes: PictureOutcome[]; remarks: Remark[] }> {
  const settled = new Map<string, PictureFate>()
  const outcomes: PictureOutcome[] = []
  const remarks: Remark[] = []
  for (const [written, about] of wantedPictures(file)) {
    const { fate, why } = await takeOne(db, written, about, intake)
    settled.set(written, fate)
    outcomes.push({ written, src: typeof fate === 'string' ? null : fate.src, why })
    if (why !== null) remarks.push(remarkOn(written, fate, why))
  }
  return { fates: (written) => settled.get(written) ?? without(written), outcomes, remarks }
}

const instead = { elsewhere: 'is shown from where it is', missing: 'was left out' }

const without = (written: string) => (isRemote(written) ? 'elsewhere' : 'missing')

async function takeOne(
  db: AppDatabase,
  written: string,
  about: Omit<About, 'source'>,
  { storage, open }: PictureIntake,
): Promise<{ fate: PictureFate; why: string | null }> {
  const opened = await open(written)
  if (opened.kind === 'left') return lastKept(db, written, opened.why)
  const source = isRemote(written) ? written : null
  const taken = await takePicture(db, storage, opened.bytes, {
    ...about,
    source,
    createdBy: null,
    fileName: fileNameOf(written),
  })
  if (taken.kind === 'refused') {
    const fate = taken.why === 'too_small' ? 'missing' : without(written)
    return { fate, why: refusals[taken.why] }
  }
  const { src, width, height } = taken.picture
  return { fate: { src, width, height }, why: null }
}

/** What was fetched for an earlier import is better than nothing, and than a page that loads from elsewhere. */
async function lastKept(
  db: AppDatabase,
  written: string,
  why: string,
): Promise<{ fate: PictureFate; why: string }> {
  const row = isRemote(written) ? await pictureFromSource(db, written) : null
  if (!row) return { fate: without(written), why }
  const { src, width, height } = toStored(row)
  return { fate: { src, width, height }, why }
}

function remarkOn(written: string, fate: PictureFate, why: string): Remark {
  const what = typeof fate === 'string' ? instead[fate] : 'is shown as it was kept before'
  return { about: 'picture', text: `The picture ${written.slice(0, 200)} ${what}: ${why}` }
}

const stand = (place: number) => `/pictures/wanted/${place}`

/**
 * The pictures that stand in the article when everything around it has gone, in the order of the file, with what it says of each. Found by
 * reading the file with stand-ins for all of them.
 */
function wantedPictures(file: {
  name: string
  bytes: Uint8Array
}): Map<string, Omit<About, 'source'>> {
  const written: string[] = []
  const reading = readImport(file.bytes, file.name, (address) => {
    if (!written.includes(address)) written.push(address)
    // As large as a picture that may lead an article.
    return { src: stand(written.indexOf(address)), width: 1600, height: 1000 }
  })
  if (reading.kind === 'refused') return new Map()
  const told = toldOf(reading.draft)
  return new Map(
    written.flatMap((address, place) => {
      const about = told.get(stand(place))
      return about ? [[address, about] as const] : []
    }),
  )
}

function toldOf({ picture, sourceHtml }: ImportedDraft): Map<string, Omit<About, 'source'>> {
  const told = new Map<string, Omit<About, 'source'>>()
  const tree = parseHtml(sourceHtml)
  for (const one of elementsIn(tree)) {
    const images = one.tagName === 'figure' ? [...elementsIn(one.children)] : [one]
    const words = one.tagName === 'figure' ? captionOf(one.children) : none
    for (const image of images.filter(({ tagName }) => tagName === 'img')) {
      const src = attributeOf(image, 'src')
      if (!told.has(src)) told.set(src, { alt: attributeOf(image, 'alt').slice(0, 1000), ...words })
    }
  }
  if (picture) {
    const { src, alt, caption = null, credit = null } = picture
    told.set(src, { alt, caption, credit })
  }
  return told
}

const none = { caption: null, credit: null }

const isCredit = (node: ElementContent) => isElement(node) && classesOf(node).includes('credit')
const said = (some: ElementContent[]) => oneLine(textOf(some)).slice(0, 1000) || null

function captionOf(nodes: ElementContent[]): { caption: string | null; credit: string | null } {
  const caption = nodes.find((node) => isElement(node, 'figcaption'))
  const lines = isElement(caption) ? caption.children : []
  return {
    caption: said(lines.filter((node) => !isCredit(node))),
    credit: said(lines.filter(isCredit)),
  }
}
