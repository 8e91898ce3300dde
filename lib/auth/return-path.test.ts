import fc from 'fast-check'
import { expect, test } from 'vitest'
import { safeReturnPath } from './return-path.ts'

test.each([
  ['/articles/low-water', '/articles/low-water'],
  ['/search?q=tide&page=2#results', '/search?q=tide&page=2#results'],
  ['/articles/a?next=//evil.example', '/articles/a?next=//evil.example'],
  ['/a/../b', '/b'],
])('%s is kept', (wanted, path) => {
  expect(safeReturnPath(wanted)).toBe(path)
})

test.each([
  [null],
  [''],
  ['articles/low-water'],
  ['//evil.example'],
  ['///evil.example'],
  ['/\\evil.example'],
  ['\\\\evil.example'],
  ['/\t/evil.example'],
  ['/\n/evil.example'],
  ['/..//evil.example'],
  ['/.//evil.example'],
  ['https://evil.example'],
  ['javascript:alert(1)'],
  ['/api/me'],
  ['/sign-in'],
  ['/sign-in/confirm?token=x'],
  ['/subscribe/return'],
  [`/${'a'.repeat(3000)}`],
  ['/\\/evil.example'],
  ['/%5cevil.example/..//evil.example'],
  ['\\/\\/evil.example'],
  ['\u0000//evil.example'],
  [' //evil.example'],
  ['\u00A0//evil.example'],
  ['/\r\nLocation: https://evil.example'],
  ['http:evil.example'],
  ['http:/evil.example'],
  ['https:///evil.example'],
  ['HTTPS://evil.example'],
  ['//evil.example@news.example'],
  ['//news.example@evil.example'],
  ['//news.example.evil.example'],
  ['//evil%E3%80%82example'],
  ['data:text/html,x'],
  ['vbscript:x'],
  ['?//evil.example'],
  ['#//evil.example'],
  ['.//evil.example'],
  ['/x/..//evil.example'],
  ['/x/..\\\\evil.example'],
  ['/./%2e%2e//evil.example'],
  ['/\u007F/evil.example'],
  ['/\u0085/evil.example'],
])('%j becomes the front page', (wanted) => {
  expect(safeReturnPath(wanted)).toBe('/')
})

test('whatever is asked for, a browser stays on our origin', () => {
  const nasty = fc.string({
    unit: fc.constantFrom('/', '\\', '.', ':', '@', '\t', '%', 'a', '?', '#'),
  })
  fc.assert(
    fc.property(fc.oneof(fc.string(), nasty, fc.webUrl()), (wanted) => {
      const url = new URL(safeReturnPath(wanted), 'https://news.example')
      expect(url.origin).toBe('https://news.example')
    }),
  )
})
