import type { Colour, Palette } from '#lib/identity/identity.ts'
import { publication } from '#lib/publication.ts'

/** The colours of maps, by day and by night: those of the publication, and a sea and a land mixed of them. */
export type Inks = {
  sea: Colour
  grid: Colour
  land: Colour
  border: Colour
  region: Colour
  regionBorder: Colour
  ink: Colour
  soft: Colour
  paper: Colour
  mark: Colour
}

/** Water is the paper with some of the ring's colour, the region has the colour of ornaments, land is a little off the paper. */
export function dayInks(palette: Palette): Inks {
  const { paper, panel, rule, brass, focus, ink, red: mark, 'ink-soft': soft } = palette
  return {
    sea: mix(paper, focus, 0.14),
    grid: mix(paper, focus, 0.21),
    land: mix(paper, panel, 0.55),
    border: mix(rule, soft, 0.14),
    region: mix(paper, brass, 0.48),
    regionBorder: mix(brass, soft, 0.08),
    ink,
    soft,
    paper,
    mark,
  }
}

/** By night land is lighter than the water. */
export function nightInks(palette: Palette): Inks {
  const { paper, panel, rule, brass, focus, ink, red: mark, 'ink-soft': soft } = palette
  return {
    sea: mix(paper, focus, 0.08),
    grid: mix(paper, focus, 0.16),
    land: mix(panel, soft, 0.1),
    border: mix(rule, soft, 0.2),
    region: mix(paper, brass, 0.56),
    regionBorder: mix(brass, paper, 0.18),
    ink,
    soft,
    paper,
    mark,
  }
}

export const day = dayInks(publication.colours.light)
export const night = nightInks(publication.colours.dark)

/** A colour with so much of another in it, from 0 to 1. */
function mix(one: Colour, other: Colour, part: number): Colour {
  const mixed = [1, 3, 5].map((at) => {
    const [a, b] = [one, other].map((colour) => Number.parseInt(colour.slice(at, at + 2), 16))
    const value = Math.round((a ?? 0) * (1 - part) + (b ?? 0) * part)
    return value.toString(16).padStart(2, '0')
  })
  return `#${mixed.join('')}`
}
