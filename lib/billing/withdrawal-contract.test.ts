import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { deriveToken } from '#lib/derived-token.ts'
import { useTestEnvironment } from '#lib/testing/environment.ts'
import { readSigned, sign } from './withdrawal-contract.ts'

useTestEnvironment()
const signed = sign('sub_1')

test('a reference of ours names what it was made for', () => {
  expect(readSigned(signed)).toBe('sub_1')
  expect(readSigned(sign('sub_1.x'))).toBe('sub_1.x')
})

test.each([
  ['nothing', ''],
  ['a dot', '.'],
  ['no token', 'sub_1.'],
  ['no name', `.${deriveToken('withdrawal', '')}`],
  ['a token that is shorter', signed.slice(0, -1)],
  ['a token that is longer', `${signed}A`],
  ['a token with another end', `${signed.slice(0, -1)}${signed.endsWith('A') ? 'B' : 'A'}`],
  ['the token of another', `sub_2.${deriveToken('withdrawal', 'sub_1')}`],
  ['a token for another purpose', `sub_1.${deriveToken('gift', 'sub_1')}`],
  ['another spelling of the token', signed.replaceAll('-', '+').replaceAll('_', '/')],
  ['a very long one', `${'x'.repeat(100_000)}.${'y'.repeat(100_000)}`],
])('%s is not ours', (_what, reference) => {
  // A token without such letters is spelled alike both ways.
  expect(readSigned(reference) === null || reference === signed).toBe(true)
})

test.each(['lib/billing/withdrawal-contract.ts', 'lib/door/metrics.ts'])(
  '%s compares secrets of one length, in a time that tells nothing',
  (file) => {
    const source = readFileSync(path.join(import.meta.dirname, '..', '..', file), 'utf8')
    expect(source).toContain('timingSafeEqual(')
    expect(source).toContain('hashToken(')
  },
)
