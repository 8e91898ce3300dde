/** The typefaces of cards: those of the site, as packages of Fontsource. */
export const typefaces = {
  reading: '@fontsource-variable/newsreader',
  interface: '@fontsource-variable/instrument-sans',
} as const
