import type { Palette } from './identity.ts'

/** A drawing that may stand in a page: how large its field is, and what is in it. */
export type Drawn = { viewBox: string; inner: string }

/** Thrown for a drawing that is not shown; its message says what in it is not taken. */
export class UnsafeDrawing extends Error {
  override name = 'UnsafeDrawing'
}

const elements = new Set(
  'svg g path circle ellipse rect line polyline polygon title desc defs linearGradient radialGradient stop clipPath'.split(
    ' ',
  ),
)
const attributes = new Set(
  'viewBox xmlns width height d x y x1 y1 x2 y2 cx cy r rx ry points transform fill fill-rule fill-opacity stroke stroke-width stroke-linecap stroke-linejoin stroke-miterlimit stroke-dasharray stroke-opacity opacity clip-path clip-rule id offset stop-color stop-opacity gradientUnits gradientTransform fx fy color'.split(
    ' ',
  ),
)
/** Words and figures, a colour of the palette, a part of the same drawing. Nothing that could be an address. */
const value = /^(?:[\w\s.,#%()+-]|var\(--[\w-]+\)|url\(#[\w-]+\))*$/
const fourFigures = /^-?[\d.]+(?:[ ,]-?[\d.]+){3}$/
const foreign = /url\((?!#)|data|script|expression|import/i

/**
 * Reads the text of an SVG file by a grammar of its own: elements that draw, with attributes that say how, and text between
 * them. Everything else is refused, by name: a drawing stands in pages as it is, and one from elsewhere could run, load
 * or link something.
 */
export function readDrawing(svg: string): Drawn {
  const text = svg
    .replace(/^\s*<\?xml[^<>]*\?>/, '')
    .replaceAll(/<!--[^<>]*-->/g, '')
    .trim()
  const open: string[] = []
  let viewBox: string | null = null
  for (const [part, closing, name = '', rest = ''] of parts(text)) {
    if (name === '') {
      if (/[<>]/.test(part)) throw new UnsafeDrawing(`“${part.slice(0, 40)}” is no element`)
      continue
    }
    if (!elements.has(name)) throw new UnsafeDrawing(`the element “${name}” is not taken`)
    if (closing) {
      if (open.pop() !== name) throw new UnsafeDrawing(`“${name}” is closed where it is not open`)
      continue
    }
    const said = readAttributes(rest, name)
    // Of two drawings the second is no part of the first.
    if (open.length === 0)
      viewBox = name === 'svg' && viewBox === null ? (said.get('viewBox') ?? '') : ''
    if (!rest.endsWith('/')) open.push(name)
  }
  if (open.length > 0) throw new UnsafeDrawing(`“${open.join('”, “')}” is not closed`)
  if (viewBox === null || !fourFigures.test(viewBox) || !text.endsWith('</svg>'))
    throw new UnsafeDrawing('it is not one svg element with a viewBox of four figures')
  return { viewBox, inner: text.slice(text.indexOf('>') + 1, -'</svg>'.length) }
}

/** Tags and what stands between them. */
const parts = (text: string) => text.matchAll(/<(\/?)([a-z]\w*)((?:[^<>"]|"[^<>"]*")*)>|<|[^<]+/gi)

function readAttributes(rest: string, element: string): Map<string, string> {
  const found = new Map<string, string>()
  const left = rest.replaceAll(/\s+([\w:-]+)="([^"]*)"/g, (_, name: string, said: string) => {
    if (!attributes.has(name))
      throw new UnsafeDrawing(`the attribute “${name}” of “${element}” is not taken`)
    if (name !== 'xmlns' && (!value.test(said) || foreign.test(said)))
      throw new UnsafeDrawing(`“${said.slice(0, 40)}” in “${name}” of “${element}” is not taken`)
    found.set(name, said)
    return ''
  })
  if (!/^\s*\/?$/.test(left))
    throw new UnsafeDrawing(`“${left.trim().slice(0, 40)}” in “${element}” is no attribute`)
  return found
}

/** A drawing as a file of its own, which knows no palette: filled in with these colours. */
export function toSvgFile(svg: string, palette: Palette): string {
  const { viewBox, inner } = readDrawing(svg)
  const known = new Map<string, string>(Object.entries(palette))
  const filled = inner
    .replaceAll(/var\(--([\w-]+)\)/g, (_, name: string) => {
      const colour = known.get(name)
      if (colour === undefined) throw new UnsafeDrawing(`the palette has no colour “${name}”`)
      return colour
    })
    .replaceAll('currentColor', palette.ink)
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${viewBox}">${filled}</svg>`
}
