import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { healthChecks, PICTURE_STORAGE } from '#db/queries/health.ts'
import { useTestDatabase } from '#db/testing/database.ts'
import { useTestEnvironment } from '#lib/testing/environment.ts'
import { openStorage, type Storage } from './storage.ts'
import { keys, startBucket } from './testing/bucket.ts'
import { memoryStorage } from './testing/memory.ts'
import { watchStorage } from './watch-storage.ts'

useTestEnvironment()
const database = useTestDatabase()
const now = new Date('2027-03-12T09:30:00Z')
const folder = mkdtempSync(path.join(tmpdir(), 'foldline pictures '))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
beforeEach(() => database.owner`truncate health_check`)

/** What the health page would say of this storage. */
async function said(storage: Storage): Promise<string | null | undefined> {
  await watchStorage(database.app, storage, now)
  const found = (await healthChecks(database.app)).find(({ name }) => name === PICTURE_STORAGE)
  expect(found?.checkedAt).toEqual(now)
  return found?.problem
}

test('a folder that can be written to is sound, and keeps no file of the trial', async () => {
  const own = path.join(folder, 'own')
  expect(await said(openStorage({ kind: 'disk', folder: own }))).toBeNull()
  const left = readdirSync(own, { recursive: true }).map(String)
  expect(left.filter((one) => statSync(path.join(own, one)).isFile())).toEqual([])
})

test('a folder that cannot be made is told by the word of the system, without its place', async () => {
  const file = path.join(folder, 'a file')
  writeFileSync(file, '')
  const problem = await said(openStorage({ kind: 'disk', folder: path.join(file, 'below') }))
  expect(problem).toContain('Pictures cannot be stored: ENOTDIR.')
  expect(problem).not.toContain(folder)
})

test('a bucket is sound, is told by its word when it refuses, and is sound again', async () => {
  const bucket = await startBucket()
  const open = (secretAccessKey = keys.secretAccessKey) =>
    openStorage({
      kind: 's3',
      endpoint: bucket.endpoint,
      bucket: 'news-pictures',
      region: 'eu-central-1',
      ...keys,
      secretAccessKey,
    })
  try {
    expect(await said(open())).toBeNull()
    expect(bucket.held.size).toBe(0)
    expect(await said(open('another secret'))).toContain('answered 403: SignatureDoesNotMatch.')
    expect(await said(open())).toBeNull()
  } finally {
    await bucket.stop()
  }
})

test('a storage that loses what it was given is told', async () => {
  const lossy = { ...memoryStorage(), read: () => Promise.resolve(null) }
  expect(await said(lossy)).toContain('gives back something else')
})
