import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { packRelease, readCandidate } from './pack.ts'

const house = path.join(import.meta.dirname, '..', '..')
const folder = mkdtempSync(path.join(tmpdir(), 'foldline release '))
const root = path.join(folder, 'repository')
const git = (...words: string[]) =>
  execFileSync(
    'git',
    ['-c', 'user.name=T', '-c', 'user.email=t@example.org', '-c', 'commit.gpgsign=false', ...words],
    { cwd: root, encoding: 'utf8' },
  )
const write = (file: string, text: string) => writeFileSync(path.join(root, file), text)
const commit = () => {
  git('add', '--all')
  git('commit', '--quiet', '--message', 'A step')
  return git('rev-parse', 'HEAD').trim()
}

let first = ''
beforeAll(() => {
  mkdirSync(root)
  git('init', '--quiet')
  for (const file of ['package.json', 'package-lock.json'])
    copyFileSync(path.join(house, file), path.join(root, file))
  write('.gitignore', 'secrets.json\n')
  write('README.md', 'Read me.\n')
  first = commit()
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const { version }: { version: string } = JSON.parse(
  readFileSync(path.join(house, 'package.json'), 'utf8'),
)

test('what is not committed is not released', async () => {
  write('README.md', 'Changed.\n')
  expect(await readCandidate(root)).toEqual({
    kind: 'refused',
    why: expect.stringContaining('README.md'),
  })
  write('README.md', 'Read me.\n')
  write('new.txt', 'x')
  expect((await readCandidate(root)).kind).toBe('refused')
  rmSync(path.join(root, 'new.txt'))
  expect(await readCandidate(root)).toEqual({ kind: 'ready', version, commit: first })
})

test('a release is the sources, the packages, what was checked, and sums that hold', async () => {
  write('secrets.json', '{"authSecret":"x"}')
  const out = path.join(folder, 'out')
  const files = await packRelease(root, out, { version, commit: first }, { tests: 'passed' })
  expect(files).toEqual(
    ['tar.gz', 'cdx.json', 'release.json', 'sha256'].map((end) => `foldline-${version}.${end}`),
  )
  const sums = readFileSync(path.join(out, `foldline-${version}.sha256`), 'utf8')
    .trim()
    .split('\n')
  expect(sums).toHaveLength(3)
  for (const line of sums) {
    const [sum, file = ''] = line.split('  ')
    expect(
      createHash('sha256')
        .update(readFileSync(path.join(out, file)))
        .digest('hex'),
    ).toBe(sum)
  }
  const packed = execFileSync('tar', ['-tzf', path.join(out, files[0] ?? '')], { encoding: 'utf8' })
  expect(packed.trim().split('\n').toSorted()).toEqual(
    ['', '.gitignore', 'README.md', 'package-lock.json', 'package.json'].map(
      (file) => `foldline-${version}/${file}`,
    ),
  )
  expect(JSON.parse(readFileSync(path.join(out, files[2] ?? ''), 'utf8'))).toEqual({
    name: 'foldline',
    version,
    commit: first,
    checks: { tests: 'passed' },
  })
})

test('a version is released from one commit alone', async () => {
  git('tag', '--annotate', `v${version}`, '--message', 'Released')
  expect((await readCandidate(root)).kind).toBe('ready')
  write('README.md', 'More.\n')
  commit()
  expect(await readCandidate(root)).toEqual({
    kind: 'refused',
    why: `v${version} was released from another commit. Raise the version in package.json.`,
  })
})
