import { expect, test } from 'vitest'
import { addressOf, hashOf, readPictureAddress, storedSets, widthsOf } from './address.ts'

const hash = hashOf(Buffer.from('a file'))

test('an address says nothing but hash, width and format, and is read as it was written', () => {
  const address = addressOf(hash, { width: 720, format: 'avif' })
  expect(address).toMatch(/^\/pictures\/[0-9a-f]{32}\/720\.avif$/)
  expect(readPictureAddress(address)).toEqual({ hash, width: 720, format: 'avif' })
})

test.each([
  `/pictures/${hash}/720.png`,
  `/pictures/${hash}/0720.avif`,
  `/pictures/${hash}/720.avif/`,
  `/pictures/${hash}/720.avif?x`,
  `/pictures/${hash}/..%2f720.avif`,
  `/pictures/${hash}/720.AVIF`,
  `/pictures/${hash}//720.avif`,
  `/pictures/${hash.toUpperCase()}/720.avif`,
  `/pictures/${hash.slice(1)}/720.avif`,
  `/pictures/${hash}/../${hash}/720.avif`,
  '/pictures/low-water.webp',
  `//pictures/${hash}/720.avif`,
])('%s is no address of a stored picture', (address) => {
  expect(readPictureAddress(address)).toBeNull()
})

test('a picture lies ready in every narrower width, and whole', () => {
  expect(widthsOf(2080)).toEqual([400, 720, 1080, 1600, 2080])
  expect(widthsOf(900)).toEqual([400, 720, 900])
  expect(widthsOf(400)).toEqual([400])
  expect(widthsOf(32)).toEqual([32])
})

test('of a stored picture a page offers all files; of any other none', () => {
  const src = addressOf(hash, { width: 500, format: 'webp' })
  expect(storedSets({ src, width: 500 })).toEqual({
    avif: `/pictures/${hash}/400.avif 400w, /pictures/${hash}/500.avif 500w`,
    webp: `/pictures/${hash}/400.webp 400w, /pictures/${hash}/500.webp 500w`,
  })
  expect(storedSets({ src: '/pictures/low-water.webp', width: 1600 })).toBeNull()
  expect(storedSets({ src: 'https://elsewhere.example/a.webp', width: 1600 })).toBeNull()
})
