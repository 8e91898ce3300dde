import { expect, test } from 'vitest'
import { seal, unseal } from './seal.ts'

const secret = 'a secret of at least thirty-two characters'

test('what was sealed is read again with the same secret, and with no other', () => {
  for (const text of ['/', '/gift/redeem?code=AbC', '', 'Zoë', 'x'.repeat(2000)]) {
    const sealed = seal(text, secret)
    expect(sealed).toMatch(/^[\w-]{38,}$/)
    expect(unseal(sealed, secret)).toBe(text)
    expect(unseal(sealed, `${secret}.`)).toBeNull()
  }
})

test('the same text is sealed into something else each time', () => {
  expect(seal('/', secret)).not.toBe(seal('/', secret))
})

test('what was changed or never sealed is nothing', () => {
  const sealed = seal('/articles/low-water', secret)
  const last = sealed.at(-2) === 'A' ? 'B' : 'A'
  const changed = `${sealed.slice(0, -2)}${last}${sealed.slice(-1)}`
  for (const one of [changed, sealed.slice(0, -4), sealed.slice(4), '', '/', 'A'.repeat(40)])
    expect(unseal(one, secret)).toBeNull()
})
