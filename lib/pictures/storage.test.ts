import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openStorage, type Storage } from './storage.ts'
import { keys, startBucket } from './testing/bucket.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'foldline pictures '))
const name = `${'0123456789abcdef'.repeat(2)}/720.avif`
const other = `${'fedcba9876543210'.repeat(2)}/720.webp`
const bytes = Buffer.from('a picture\u0000 of some bytes')

let bucket: Awaited<ReturnType<typeof startBucket>>

beforeAll(async () => {
  bucket = await startBucket()
})

afterAll(async () => {
  await bucket.stop()
  rmSync(folder, { recursive: true, force: true })
})

const inBucket = (changes: { region?: string; secretAccessKey?: string } = {}) =>
  openStorage({
    kind: 's3',
    endpoint: bucket.endpoint,
    bucket: 'news-pictures',
    region: 'eu-central-1',
    ...keys,
    ...changes,
  })

const onDisk = () => openStorage({ kind: 'disk', folder: path.join(folder, 'made by itself') })

describe.each<[string, () => Storage]>([
  ['a folder', onDisk],
  ['a bucket', inBucket],
])('%s', (_, open) => {
  test('gives back what was put, and nothing else', async () => {
    const storage = open()
    expect(await storage.read(name)).toBeNull()
    await storage.put(name, bytes)
    await storage.put(name, bytes)
    expect(await storage.read(name)).toEqual(bytes)
    expect(await storage.read(other)).toBeNull()
    await storage.remove(name)
    await storage.remove(name)
    expect(await storage.read(name)).toBeNull()
  })

  test('is put into by many at once', async () => {
    const storage = open()
    await Promise.all(Array.from({ length: 20 }, () => storage.put(other, bytes)))
    expect(await storage.read(other)).toEqual(bytes)
  })
})

test('a folder holds whole files, in folders of a few, and no drafts of them', async () => {
  const own = path.join(folder, 'whole')
  await openStorage({ kind: 'disk', folder: own }).put(name, bytes)
  const found = readdirSync(own, { recursive: true }).map(String)
  expect(found.filter((one) => statSync(path.join(own, one)).isFile())).toEqual([
    path.join('01', ...name.split('/')),
  ])
})

test('a bucket is told the type, and is asked under its name in the path', async () => {
  await inBucket().put(name, bytes)
  expect(bucket.held.get(`/news-pictures/pictures/${name}`)).toEqual({ bytes, type: 'image/avif' })
})

test('what a bucket refuses is a fault that names its word for it, and no key', async () => {
  const wrong = inBucket({ secretAccessKey: 'another secret' })
  await expect(wrong.put(name, bytes)).rejects.toThrow(
    'The storage of pictures answered 403: SignatureDoesNotMatch.',
  )
  await expect(wrong.read(name)).rejects.toThrow('403')
  await expect(wrong.remove(name)).rejects.toThrow('403')
})

test('a bucket that is busy is asked again, and given up after a while', async () => {
  bucket.faults.push(503, 500)
  await inBucket().put(name, bytes)
  bucket.faults.push(503, 503, 503)
  await expect(inBucket().put(name, bytes)).rejects.toThrow('answered 503: SlowDown')
})

test('what was read from a bucket is asked for once, until it is taken out', async () => {
  const storage = inBucket()
  await storage.put(name, bytes)
  expect(await storage.read(name)).toEqual(bytes)
  bucket.held.clear()
  expect(await storage.read(name)).toEqual(bytes)
  await storage.remove(name)
  expect(await storage.read(name)).toBeNull()
})
