import { colourNames, type Identity, type Palette } from './identity.ts'

/** The colours as custom properties, by day and by night: `--paper` and its like. On paper it is day. */
export function colourStyle({ colours }: Identity): string {
  return [
    `:root{color-scheme:light dark;${properties(colours.light)}}`,
    `@media screen and (prefers-color-scheme:dark){:root{${properties(differing(colours.dark, colours.light))}}}`,
  ].join('')
}

/** What stays as it is by day need not be said again: it stands in every page. */
function differing(dark: Palette, light: Palette): Partial<Palette> {
  return Object.fromEntries(
    colourNames.filter((name) => dark[name] !== light[name]).map((name) => [name, dark[name]]),
  )
}

function properties(palette: Partial<Palette>): string {
  return Object.entries(palette)
    .map(([name, colour]) => `--${name}:${colour}`)
    .join(';')
}
