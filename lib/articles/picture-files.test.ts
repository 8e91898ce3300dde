import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { pictureSet, readPictureFiles } from './picture-files.ts'

function folderWith(names: string[]): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'foldline pictures '))
  mkdirSync(path.join(folder, 'pictures'))
  for (const name of names) writeFileSync(path.join(folder, 'pictures', name), '')
  return folder
}

test('narrower pictures are those that lie beside the whole one under its name', () => {
  const folder = folderWith([
    'lock.webp',
    'lock.720.webp',
    'lock.1080.webp',
    'lock.400.webp',
    'lock.400.png',
    'gate.720.webp',
    'built.1999.jpg',
  ])
  expect([...readPictureFiles(folder)]).toEqual([['/pictures/lock.webp', [400, 720, 1080]]])
})

test('a publication without a folder of pictures has none', () => {
  expect(readPictureFiles(path.join(folderWith([]), 'none')).size).toBe(0)
})

test('a browser is offered the narrower files and the whole one, and none that is wider', () => {
  const files = new Map([['/pictures/lock.webp', [400, 720, 2000]]])
  expect(pictureSet({ src: '/pictures/lock.webp', width: 1600 }, files)).toBe(
    '/pictures/lock.400.webp 400w, /pictures/lock.720.webp 720w, /pictures/lock.webp 1600w',
  )
  expect(pictureSet({ src: '/pictures/gate.webp', width: 1600 }, files)).toBeUndefined()
  expect(
    pictureSet({ src: 'https://elsewhere.example/lock.webp', width: 9 }, files),
  ).toBeUndefined()
})
