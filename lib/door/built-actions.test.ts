import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { readBuiltActions } from './built-actions.ts'

test('an action is where the build says, whatever the name of a reader in the address', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'foldline built '))
  mkdirSync(path.join(folder, 'server'))
  const workers = { 'app/(newsroom)/newsroom/readers/[id]/page': {}, 'app/(site)/account/page': {} }
  writeFileSync(
    path.join(folder, 'server', 'server-reference-manifest.json'),
    JSON.stringify({ node: { 40: { workers } }, edge: {} }),
  )
  const action = readBuiltActions(folder).get('40')
  rmSync(folder, { recursive: true })
  const at = (asked: string) => action?.isAt(asked)
  expect(['/newsroom/readers/0190', '/account', '/account/'].map(at)).toEqual([true, true, true])
  expect(
    ['/', '/newsroom/readers', '/newsroom/readers/1/refund', '/accounts', '/x/account'].some(at),
  ).toBe(false)
})
