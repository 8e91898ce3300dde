import type { Identity } from './identity.ts'

/** The package of a typeface at Fontsource, of those that vary: of Source Serif 4 `@fontsource-variable/source-serif-4`. */
export function packageOf(family: string): string {
  return `@fontsource-variable/${family
    .trim()
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')}`
}

/** What is shown until a typeface is there, or where none is loaded. A sans is told from a serif by its use: both work. */
export const fallbacks = {
  reading: "Georgia, 'Times New Roman', serif",
  interface: "-apple-system, 'Segoe UI', Helvetica, Arial, sans-serif",
} as const

/** The families of a use as `font-family` has them, where the typeface is not loaded and stands there only for who has it. */
export function unloaded({ typefaces }: Pick<Identity, 'typefaces'>, use: keyof typeof fallbacks) {
  return `'${typefaces[use]}', ${fallbacks[use]}`
}
