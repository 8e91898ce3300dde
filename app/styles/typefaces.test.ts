import { existsSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { identity } from '../../publication.ts'
import { packageOf } from '#lib/identity/typefaces.ts'
import { familyStyle, isCut, missingTypefaces, packageSheets } from './typefaces.js'

const isThere = (file: string) => existsSync(path.resolve('node_modules', file))
const other = { reading: 'Source Serif 4', interface: 'Public Sans' }

test('the typefaces of the publication are there', () => {
  expect(missingTypefaces(identity.typefaces, isThere)).toEqual([])
  for (const sheet of packageSheets(identity.typefaces, isThere)) expect(isThere(sheet)).toBe(true)
})

test('a typeface of which there are cuts begins with them, and what stands in for it ends the line', () => {
  const style = familyStyle({ reading: 'Newsreader', interface: 'Instrument Sans' })
  expect(style).toContain(
    "--font-serif: 'Newsreader Text', 'Newsreader Variable', 'Newsreader Text by Georgia'",
  )
  expect(style).toContain(
    "--font-sans: 'Instrument Text', 'Instrument Sans Variable', 'Instrument Text by Arial'",
  )
  expect(style).toMatch(/Georgia, 'Times New Roman', serif; .*Arial, sans-serif; }$/)
})

test('another typeface is served whole, with nothing of ours beside it', () => {
  const style = familyStyle(other)
  expect(style).toContain("--font-headline: 'Source Serif 4 Variable', Georgia,")
  expect(style).not.toMatch(/Newsreader|Instrument/)
  expect([isCut(other, 'interface'), isCut(other, 'reading')]).toEqual([false, false])
  const files = new Set(['@fontsource-variable/source-serif-4/opsz.css'])
  expect(packageSheets(other, (file) => files.has(file))).toEqual([
    '@fontsource-variable/source-serif-4/opsz.css',
    '@fontsource-variable/public-sans/index.css',
  ])
})

test('a typeface that is not installed is told by name, with what to do', () => {
  expect(packageOf('Source Serif 4')).toBe('@fontsource-variable/source-serif-4')
  expect(missingTypefaces({ ...identity.typefaces, reading: 'Source Serif 4' }, isThere)).toEqual([
    expect.stringMatching(
      /^typefaces\.reading: “Source Serif 4” is not there.*npm install @fontsource-variable\/source-serif-4/,
    ),
  ])
})
