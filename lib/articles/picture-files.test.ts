import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { pictureSets, readPictureFiles } from './picture-files.ts'

function folderWith(names: string[]): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'foldline pictures '))
  mkdirSync(path.join(folder, 'pictures'))
  for (const name of names) writeFileSync(path.join(folder, 'pictures', name), '')
  return folder
}

test('the widths of a picture are those of the files beside it, in its format and in AVIF', () => {
  const folder = folderWith([
    'lock.webp',
    'lock.720.webp',
    'lock.1080.webp',
    'lock.400.webp',
    'lock.400.png',
    'lock.720.avif',
    'lock.400.avif',
    'sluice.avif',
    'sluice.400.avif',
    'gate.720.webp',
    'gate.720.avif',
    'built.1999.jpg',
  ])
  expect([...readPictureFiles(folder)]).toEqual([
    ['/pictures/lock.webp', { own: [400, 720, 1080], avif: [400, 720] }],
    ['/pictures/sluice.avif', { own: [400], avif: [] }],
  ])
})

test('a publication without a folder of pictures has none', () => {
  expect(readPictureFiles(path.join(folderWith([]), 'none')).size).toBe(0)
})

test('a browser is offered the narrower files and the whole one, and none that is wider', () => {
  const files = new Map([
    ['/pictures/lock.webp', { own: [400, 720, 2000], avif: [400, 1600, 2000] }],
    ['/pictures/sluice.webp', { own: [], avif: [400] }],
  ])
  expect(pictureSets({ src: '/pictures/lock.webp', width: 1600 }, files)).toEqual({
    own: '/pictures/lock.400.webp 400w, /pictures/lock.720.webp 720w, /pictures/lock.webp 1600w',
    avif: '/pictures/lock.400.avif 400w, /pictures/lock.1600.avif 1600w',
  })
  expect(pictureSets({ src: '/pictures/sluice.webp', width: 1600 }, files)).toEqual({
    avif: '/pictures/sluice.400.avif 400w',
  })
  for (const src of ['/pictures/gate.webp', 'https://elsewhere.example/lock.webp'])
    expect(pictureSets({ src, width: 1600 }, files)).toEqual({})
})
