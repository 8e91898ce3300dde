import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { totalsOfWall } from './wall.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'foldline wall '))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('the totals of both tables are told, and which of them is missing', () => {
  writeFileSync(
    path.join(folder, 'wall.md'),
    '| row | what |\n| W1 | 10 rows, |\n\n2 rows, 16 states, 8 requests, 1 MiB searched.\nLeaks: 0. Planted leaks found: 3 of 3.\n\n| W1 |\n',
  )
  expect(totalsOfWall(folder)).toBe(
    'cache on: 2 rows, 16 states, 8 requests, 1 MiB searched. Leaks: 0. Planted leaks found: 3 of 3.\ncache off: did not run',
  )
})
