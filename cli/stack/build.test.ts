import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { build, isBuilt } from './build.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'foldline build '))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
let root = ''
let count = 0

function write(file: string, text: string): void {
  const target = path.join(root, file)
  mkdirSync(path.dirname(target), { recursive: true })
  writeFileSync(target, text)
}

const next = 'node_modules/next/dist/bin/next'
const good = `const { mkdirSync, writeFileSync } = require('node:fs')
mkdirSync('.next', { recursive: true })
writeFileSync('.next/BUILD_ID', 'x')
console.log('built', process.argv[2], process.env.NODE_ENV)`
const bad = `for (let i = 1; i <= 100; i++) console.error('line ' + i)
process.exitCode = 1`

beforeEach(() => {
  root = path.join(folder, `checkout ${++count}`)
  write(next, good)
  write('app/page.tsx', 'one')
  write('package.json', '{}')
})
const data = () => path.join(root, '.foldline')

test('what was never built is not built, and what was is', async () => {
  expect(await isBuilt(root)).toBe(false)
  await build(root, data(), new AbortController().signal)
  expect(await isBuilt(root)).toBe(true)
  expect(readFileSync(path.join(data(), 'build.log'), 'utf8')).toBe('built build production\n')
})

test.each([
  ['changes', 'app/page.tsx', 'two'],
  ['is new', 'app/(site)/articles/[slug]/page.tsx', 'one'],
  ['changes in the lock', 'package-lock.json', '{}'],
])('a source that %s makes a new build necessary', async (_name, file, text) => {
  await build(root, data(), new AbortController().signal)
  write(file, text)
  expect(await isBuilt(root)).toBe(false)
})

test('a source that is touched, and a test that changes, do not', async () => {
  await build(root, data(), new AbortController().signal)
  write('app/page.tsx', 'one')
  write('lib/x.test.ts', 'test')
  expect(await isBuilt(root)).toBe(true)
})

test('a build without an id, broken off by a kill, is none', async () => {
  await build(root, data(), new AbortController().signal)
  rmSync(path.join(root, '.next', 'BUILD_ID'))
  expect(await isBuilt(root)).toBe(false)
})

test('a build that fails says how it ended, and what was built before no longer counts', async () => {
  await build(root, data(), new AbortController().signal)
  write(next, bad)
  write('app/page.tsx', 'two')
  await expect(build(root, data(), new AbortController().signal)).rejects.toThrow(
    /The build failed[\s\S]*line 100\n$/,
  )
  // `.next` is half new: also the sources of before have to be built again.
  write('app/page.tsx', 'one')
  expect(await isBuilt(root)).toBe(false)
})

test('a build that is called off ends, and does not pass for a good one', async () => {
  write(next, 'setTimeout(() => undefined, 60_000)')
  const calledOff = new AbortController()
  const building = build(root, data(), calledOff.signal)
  calledOff.abort()
  await expect(building).rejects.toThrow('aborted')
  expect(await isBuilt(root)).toBe(false)
})
