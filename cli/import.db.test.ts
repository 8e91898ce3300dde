import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { useTestDatabase } from '#db/testing/database.ts'
import { importFiles } from './import.ts'
import { memoryStorage } from '#lib/pictures/testing/memory.ts'
import { drawn } from '#lib/pictures/testing/pictures.ts'
import { useTestEnvironment } from '#lib/testing/environment.ts'

useTestEnvironment()
const database = useTestDatabase()
const now = new Date('2027-04-10T12:00:00Z')
const folder = mkdtempSync(path.join(tmpdir(), 'foldline import '))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function file(name: string, text: string): string {
  writeFileSync(path.join(folder, name), text)
  return path.join(folder, name)
}

const storage = memoryStorage()

async function run(files: string[], options: { publish?: boolean; json?: boolean } = {}) {
  const said: { out: string[]; err: string[] } = { out: [], err: [] }
  const code = await importFiles(
    database.app,
    files,
    { publish: false, json: false, now, storage, fetch: false, ...options },
    { out: (line) => said.out.push(line), err: (line) => said.err.push(line) },
  )
  return { code, out: said.out.join('\n'), err: said.err.join('\n') }
}

const text =
  'The ferry – Lowland Post\nWork | Rivers\nThe standfirst.\nOpen.\n[paywall]\nGated.\nRelated\nA bridge'

test('each file is told with its address, what was decided and what was left out', async () => {
  const { code, out, err } = await run([file('ferry.txt', text)], { publish: true })
  expect([code, err]).toEqual([0, ''])
  expect(out).toMatch(/^the-ferry {2}\(.*ferry\.txt: new, published\)/)
  for (const line of [
    'filed under Work, Rivers',
    'from Lowland Post',
    'Cut at the first marker',
    'Left out:\n    Related\n    A bridge',
  ])
    expect(out).toContain(line)
})

test('a bad file is told and does not stop the others', async () => {
  mkdirSync(path.join(folder, 'folder'))
  const { code, out, err } = await run([
    path.join(folder, 'missing.txt'),
    path.join(folder, 'folder'),
    '/dev/zero',
    file('empty.txt', ''),
    file('good.txt', text.replace('ferry', 'boat')),
  ])
  expect(code).toBe(1)
  expect(out).toMatch(/^the-boat {2}\(.*: new, draft\)/)
  expect(err.split('\n')).toEqual([
    expect.stringMatching(/missing\.txt: refused, nothing was written\. There is no such file\.$/),
    expect.stringMatching(/folder: refused, nothing was written\. This is a folder/),
    '/dev/zero: refused, nothing was written. This is no file.',
    expect.stringMatching(/empty\.txt: refused, nothing was written\. The file is empty\.$/),
  ])
})

test('for machines it is JSON and nothing else', async () => {
  const { code, out, err } = await run(
    [file('json.txt', text.replace('ferry', 'punt')), file('bad.md', '---\nx: 1\n---\n')],
    { json: true },
  )
  expect([code, err]).toEqual([1, ''])
  expect(JSON.parse(out)).toMatchObject([
    {
      outcome: 'imported',
      slug: 'the-punt',
      access: 'subscriber',
      cut: 'at_marker',
      section: 'Work',
      dropped: ['Related', 'A bridge'],
    },
    { outcome: 'refused', why: expect.stringContaining('x is no field') },
  ])
})

test('by another path to the same file it is the same article', async () => {
  const name = file('again.txt', text.replace('ferry', 'raft'))
  const first = await run([name], { json: true })
  const second = await run([path.join(folder, 'folder', '..', 'again.txt')], { json: true })
  expect(JSON.parse(first.out)).toMatchObject([{ slug: 'the-raft', change: 'created' }])
  expect(JSON.parse(second.out)).toMatchObject([{ slug: 'the-raft', change: 'unchanged' }])
})

test('pictures beside a file come along; what lies elsewhere on this machine, or is none, does not', async () => {
  const outside = mkdtempSync(path.join(tmpdir(), 'foldline-outside-'))
  writeFileSync(
    path.join(outside, 'private.jpg'),
    await drawn({ colour: '#0000ff' }).jpeg().toBuffer(),
  )
  symlinkSync(outside, path.join(folder, 'link'))
  mkdirSync(path.join(folder, 'photos'))
  writeFileSync(path.join(folder, 'photos', 'the lock.jpg'), await drawn().jpeg().toBuffer())
  writeFileSync(path.join(folder, 'notes.png'), '<svg/>')
  const named = [
    'photos/the%20lock.jpg',
    `../${path.basename(outside)}/private.jpg`,
    'link/private.jpg',
    'notes.png',
    'photos',
    'none.jpg',
    'https://elsewhere.example/a.jpg',
  ]
  const images = named.map((src) => `![of ${src}](${src})`).join('\n\n')
  const files = [file('with-pictures.md', `# The lock\n\nOpen.\n\n${images}\n`)]
  const { code, out, err } = await run(files, { publish: true })
  rmSync(outside, { recursive: true })
  expect(code).toBe(0)
  for (const one of named) expect(err).toContain(one)
  const [row] = await database.owner`select preview_html from article where slug = 'the-lock'`
  const sources = String(row?.preview_html).match(/<img src="[^"]*"/g)
  expect(sources).toEqual([
    expect.stringMatching(/^<img src="\/pictures\/[0-9a-f]{32}\/1200\.webp"$/),
    '<img src="https://elsewhere.example/a.jpg"',
  ])
  expect(storage.held.size).toBe(8)
  for (const line of [
    'one picture kept',
    `../${path.basename(outside)}/private.jpg was left out: It lies outside of the folder`,
    'link/private.jpg was left out: It lies outside of the folder',
    'notes.png was left out: An SVG can hold scripts',
    'photos was left out: This is no file.',
    'none.jpg was left out: There is no such file.',
    'elsewhere.example/a.jpg is shown from where it is: nothing was fetched, as asked',
  ])
    expect(out).toContain(line)
})
