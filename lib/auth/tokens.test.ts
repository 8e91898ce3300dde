import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { deriveToken } from '#lib/derived-token.ts'
import { useTestEnvironment } from '#lib/testing/environment.ts'
import { hashShort, hashToken, newCode, newToken } from './hash.ts'

useTestEnvironment()
const bits = (token: string) => Buffer.from(token, 'base64url').byteLength * 8

test('what opens something by itself has 128 bits at least: sessions and links of mails are made of this', () => {
  const made = Array.from({ length: 100 }, newToken)
  for (const token of made) {
    expect(token).toMatch(/^[\w-]{43}$/)
    expect(bits(token)).toBe(256)
  }
  expect(new Set(made).size).toBe(100)
})

test('so have the codes of gifts and the links of withdrawals, each good for one thing', () => {
  const made = [
    deriveToken('gift', '1'),
    deriveToken('gift', '2'),
    deriveToken('withdrawal', '1'),
    deriveToken('withdrawal', '2'),
  ]
  for (const token of made) expect(bits(token)).toBe(192)
  expect(new Set(made).size).toBe(4)
  expect(deriveToken('gift', '1')).toBe(made[0])
})

test('they hang on AUTH_SECRET: with another one nobody finds them out', () => {
  const before = deriveToken('gift', '1')
  useTestEnvironment({ authSecret: 'another secret of at least thirty-two characters' })
  expect(deriveToken('gift', '1')).not.toBe(before)
})

test('what is kept of them is a hash, and of a short code one that needs our secret', () => {
  expect(hashToken(newToken())).toMatch(/^[0-9a-f]{64}$/)
  const code = newCode()
  expect(code).toMatch(/^\d{6}$/)
  expect(hashShort(code, 'a')).toMatch(/^[0-9a-f]{64}$/)
  expect(hashShort(code, 'a')).not.toBe(hashShort(code, 'b'))
})

test('next-auth makes its sessions of the same, and not as it would itself', () => {
  const source = readFileSync(path.join(import.meta.dirname, 'next-auth.ts'), 'utf8')
  expect(source).toContain('generateSessionToken: newToken')
  expect(source).not.toMatch(/randomUUID|Math\.random/)
})
