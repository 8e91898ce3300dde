import { describe, expect, test } from 'vitest'
import { printable, withoutSecrets } from './plain-line.ts'

describe('nothing in a line moves anything', () => {
  test.each([
    ['a\nb', String.raw`a\u000ab`],
    ['a\r\u001B[2Jb', String.raw`a\u000d\u001b[2Jb`],
    ['a\u009B31mb', String.raw`a\u009b31mb`],
    ['a\u007F\0b', String.raw`a\u007f\u0000b`],
    ['a\u2028b', String.raw`a\u2028b`],
    ['gnp.\u202Eexe', String.raw`gnp.\u202eexe`],
    ['a\u2066b\u2069', String.raw`a\u2066b\u2069`],
    ['Zoë, 東京, 👩‍🚀, €5', 'Zoë, 東京, 👩‍🚀, €5'],
  ])('%j', (text, plain) => {
    expect(printable(text)).toBe(plain)
  })

  test('what a caller lets through stays', () => {
    expect(printable('a\n\tb\u001B', '\n\t')).toBe('a\n\tb\\u001b')
  })
})

describe('no secret stands in a line', () => {
  test.each([
    ['/sign-in/confirm?token=AbC-_1', '/sign-in/confirm?token=[redacted]'],
    [
      'GET /withdraw?t=sub_1.AbC&x=1 was not rendered',
      'GET /withdraw?t=[redacted]&x=1 was not rendered',
    ],
    ['/gift/redeem?code=AbC"', '/gift/redeem?code=[redacted]"'],
    ['/withdraw/received?w=01.AbC', '/withdraw/received?w=[redacted]'],
    [`/feed/${'AbC-_1'.repeat(7)}/rss`, '/feed/[redacted]/rss'],
    ['/feed/articles.xml', '/feed/articles.xml'],
    ['/search?q=tide&page=2', '/search?q=tide&page=2'],
    ['Invalid API Key: sk_live_51abcDEF', 'Invalid API Key: [redacted]'],
    ['rk_test_51abc', '[redacted]'],
    ['whsec_abc123', '[redacted]'],
    ['authorization: Bearer abcdefgh.ijk', 'authorization: Bearer [redacted]'],
    ['cookie: __Host-foldline=abc; a=b', 'cookie: __Host-foldline=[redacted]; a=b'],
    ['foldline-3000=abc', 'foldline-3000=[redacted]'],
    ['postgres://owner:s3cr3t@db:5432/x', 'postgres://owner:[redacted]@db:5432/x'],
    ['smtps://user:p%40ss@mail:465', 'smtps://user:[redacted]@mail:465'],
    ['connect ECONNREFUSED 127.0.0.1:5432', 'connect ECONNREFUSED 127.0.0.1:5432'],
  ])('%s', (text, plain) => {
    expect(withoutSecrets(text)).toBe(plain)
  })
})
