/** Draws share cards as SVG: the outlines of letters, so that nobody need have the typeface. */
import { readDrawing, toSvgFile } from '#lib/identity/drawing.ts'
import type { Drawing, Identity, Palette } from '#lib/identity/identity.ts'
import { packageOf } from '#lib/identity/typefaces.ts'
import { CARD } from './address.ts'
import { type Face, openFace } from './face.ts'
import { MARGIN, setBlock, setLine } from './paint.ts'
import { settable } from './set.ts'
import type { CardWords, WantedCard } from './words.ts'

/** The cuts of the site's typefaces that stand on cards. */
export type CardFaces = { headline: Face; interface: Face }

/** Opens them: some megabytes, so once for however many cards. */
export async function openFaces(names: Identity['typefaces']): Promise<CardFaces> {
  return {
    headline: await openFace(packageOf(names.reading), { wght: 520, opsz: 60 }),
    interface: await openFace(packageOf(names.interface), { wght: 600 }),
  }
}

const across = CARD.width - 2 * MARGIN

/** How headlines are set: a little closer than letters of a text. */
const TIGHT = -0.018

/** A card as SVG; null when the typeface lacks a letter of its headline. */
export function drawCard(identity: Identity, faces: CardFaces, wanted: WantedCard): string | null {
  const page = { identity, faces }
  return wanted === null ? drawPublication(page) : drawArticle(page, wanted)
}

type Page = { identity: Identity; faces: CardFaces }

const headlines = [116, 104, 94, 84, 76, 68, 61, 55, 50]

function drawArticle(page: Page, { headline, section, authors }: CardWords): string | null {
  const { identity, faces } = page
  const { light } = identity.colours
  const said = settable(faces.headline, headline)
  if (said === null) return null
  const kicker = section === null ? null : settable(faces.interface, section)
  const by = authors.length === 0 ? null : settable(faces.interface, bylineOf(identity, authors))
  const top = kicker === null ? 172 : 224
  const block = { face: faces.headline, colour: light.ink, tracking: TIGHT, sizes: headlines }
  return card(light.paper, [
    nameplate(page, { height: 112, size: 50, base: 91, palette: light }),
    `<rect x="${MARGIN}" y="132" width="${across}" height="3" fill="${light.ink}"/>`,
    kicker === null
      ? ''
      : setLine(identity, kicker, {
          base: 191,
          size: 32,
          colour: light.accent,
          face: faces.interface,
        }),
    setBlock(identity, said, { ...block, top, room: { width: across, height: 504 - top } }),
    by === null
      ? ''
      : setLine(identity, by, {
          base: 576,
          size: 28,
          colour: light['ink-soft'],
          face: faces.interface,
        }),
  ])
}

/** The words before names are English, as those of the pages are. */
const bylineOf = ({ locale }: Identity, authors: readonly string[]) =>
  `By ${new Intl.ListFormat(locale).format(authors)}`

function drawPublication(page: Page): string {
  const { identity, faces } = page
  const { light } = identity.colours
  const deep = { ...light, ink: light['on-deep'] }
  const name = settable(faces.headline, identity.name)
  const tagline = settable(faces.interface, identity.tagline)
  const big = { face: faces.headline, colour: deep.ink, tracking: TIGHT }
  return card(light.deep, [
    drawing(page, identity.logo.mark, { x: MARGIN, y: 0, height: 290, widest: 400 }, deep, 'dark')
      .svg,
    identity.logo.wordmark !== null
      ? drawing(
          page,
          identity.logo.wordmark,
          { x: MARGIN, y: 340, height: 120, widest: across },
          deep,
          'dark',
        ).svg
      : name === null
        ? ''
        : setBlock(identity, name, {
            ...big,
            sizes: [132, 116, 100, 84, 72, 60],
            top: 334,
            room: { width: across, height: 150 },
          }),
    tagline === null
      ? ''
      : setLine(identity, tagline, {
          base: 548,
          size: 36,
          colour: light['on-deep-soft'],
          face: faces.interface,
        }),
  ])
}

const card = (ground: string, parts: string[]) =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${CARD.width} ${CARD.height}" width="${CARD.width}" height="${CARD.height}">` +
  `<rect width="${CARD.width}" height="${CARD.height}" fill="${ground}"/>${parts.join('')}</svg>`

/** Mark and name as at the head of every page: the mark hangs from the edge. */
function nameplate(
  page: Page,
  { height, size, base, palette }: { height: number; size: number; base: number; palette: Palette },
): string {
  const { logo, name } = page.identity
  const mark = drawing(page, logo.mark, { x: MARGIN, y: 0, height, widest: 200 }, palette, 'light')
  const start = MARGIN + (mark.width === 0 ? 0 : mark.width + 18)
  if (logo.wordmark !== null) {
    const box = { x: start, y: base - size, height: size, widest: CARD.width - start - MARGIN }
    return mark.svg + drawing(page, logo.wordmark, box, palette, 'light').svg
  }
  const said = settable(page.faces.headline, name)
  if (said === null) return mark.svg
  const line = {
    base,
    size,
    colour: palette.ink,
    face: page.faces.headline,
    start,
    tracking: -0.03,
  }
  return mark.svg + setLine(page.identity, said, line)
}

type Box = { x: number; y: number; height: number; widest: number }

/** A drawing of the publication in a box, from the side where lines begin. */
function drawing(
  { identity }: Page,
  drawn: Drawing | null,
  { x, y, height, widest }: Box,
  palette: Palette,
  kind: 'light' | 'dark',
): { svg: string; width: number } {
  if (drawn === null) return { svg: '', width: 0 }
  const svg = typeof drawn === 'string' ? drawn : drawn[kind]
  const [, , wide = 1, high = 1] = readDrawing(svg).viewBox.split(/[ ,]/).map(Number)
  const width = Math.min(widest, (height * wide) / high)
  const left = identity.direction === 'rtl' ? CARD.width - x - width : x
  const placed = `<svg x="${left}" y="${y}" width="${width}" height="${height}" preserveAspectRatio="xMinYMin" `
  return { svg: toSvgFile(svg, palette).replace('<svg ', placed), width }
}
