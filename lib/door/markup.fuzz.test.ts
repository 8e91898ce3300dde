import fc from 'fast-check'
import { expect } from 'vitest'
import { fuzz } from '#lib/testing/fuzz.ts'
import { joinCss, scanCss, UnreadableCss } from './css-scan.ts'
import { faulty } from './markup.cases.ts'
import { toDocument, UnfinishedDocument } from './document.ts'
import { speculationRules } from './speculation.ts'

const soupOf = (pieces: string[]) =>
  fc
    .array(
      fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...pieces) }, fc.string({ maxLength: 4 })),
      {
        maxLength: 30,
        size: 'max',
      },
    )
    .map((parts) => parts.join(''))

const html = soupOf([
  '<html>',
  '<head>',
  '</head>',
  '<body>',
  '</body>',
  '</html>',
  '<script>',
  '</script>',
  '<script src="/_next/a.js">',
  '<style>',
  '</style>',
  '<link rel="stylesheet" href="/_next/a.css">',
  '<!--',
  '-->',
  '<p title="',
  '">',
  "'",
  '<svg>',
  '</svg>',
  '<template id="B:0">',
  '<div hidden="">',
  '<title>',
  '</title>',
  '<',
  '</',
  '/>',
  '<meta name="x">',
  '<a\n',
])

/** What a function makes of it, or the error that says it cannot. */
function tried<T>(make: () => T, refusal: new (...given: never[]) => Error): T | null {
  try {
    return make()
  } catch (error) {
    if (error instanceof refusal) return null
    throw error
  }
}

fuzz('any page is a document, or is said to be none', { values: html, runs: 500 }, (page) => {
  const made = tried(() => toDocument(page), UnfinishedDocument)
  if (made !== null) expect(made.html).toContain(speculationRules.element)
})

const css = soupOf([
  '{',
  '}',
  ';',
  '.a',
  '#b',
  'c',
  ':is(',
  ')',
  '[',
  ']',
  '"',
  "'",
  '\\',
  '\\a',
  '\\110000 ',
  '/*',
  '*/',
  '@media',
  '@font-face',
  '@property --a',
  'unicode-range:U+',
  'U+4??',
  'url(',
  ',',
  ' ',
  '>',
  '@layer a',
])

fuzz(
  'any style sheet is read into its parts and joined again, or is said to be none',
  { values: css, kept: faulty, runs: 500 },
  (sheet) => {
    const parts = tried(() => scanCss(sheet), UnreadableCss)
    if (parts !== null) expect(joinCss(scanCss(joinCss(parts)))).toBe(joinCss(parts))
  },
)
