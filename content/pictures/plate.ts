/**
 * A plate: blocks of one ink each, printed over one another on paper.
 */
import { inks } from './ink.ts'

export type Ink = keyof typeof inks

export type Plate = {
  slug: string
  /** The elements of the picture, back to front, as SVG. */
  draw: () => string
}

export const WIDTH = 1600
export const HEIGHT = 1000

/** A block of one ink. */
export const block = (ink: Ink, data: string, extra = ''): string =>
  `<path fill="${inks[ink]}" d="${data}"${extra}/>`

/** A block with bare paper left around it, so that it stands off from what is behind. */
export const cut = (ink: Ink, data: string, margin = 5, around: Ink = 'paper'): string =>
  block(
    ink,
    data,
    ` stroke="${inks[around]}" stroke-width="${margin}" stroke-linejoin="round" paint-order="stroke"`,
  )

/** A line of one ink and one width. */
export const wire = (ink: Ink, data: string, width: number, extra = ''): string =>
  `<path fill="none" stroke="${inks[ink]}" stroke-width="${width}" stroke-linecap="round" stroke-linejoin="round" d="${data}"${extra}/>`

let masks = 0
/** Prints `content` only inside the shape. */
export function inside(shape: string, content: string): string {
  masks += 1
  return `<clipPath id="c${masks}"><path d="${shape}"/></clipPath><g clip-path="url(#c${masks})">${content}</g>`
}

/** What is printed beyond each edge and trimmed away, so that no uneven edge shows. */
export const BLEED = 16

/** The whole picture. The filter gives every edge the slight unevenness of a hand-cut block. */
export function print(plate: Plate): string {
  masks = 0
  const [width, height] = [WIDTH + 2 * BLEED, HEIGHT + 2 * BLEED]
  const sheet = `x="${-BLEED}" y="${-BLEED}" width="${width}" height="${height}"`
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="${-BLEED} ${-BLEED} ${width} ${height}">
<filter id="hand" filterUnits="userSpaceOnUse" ${sheet} color-interpolation-filters="sRGB">
<feTurbulence type="fractalNoise" baseFrequency=".022" numOctaves="3" seed="7"/>
<feDisplacementMap in="SourceGraphic" scale="6" xChannelSelector="R" yChannelSelector="G"/>
</filter>
<g filter="url(#hand)"><rect ${sheet} fill="${inks.paper}"/>${plate.draw()}</g>
</svg>
`
}
