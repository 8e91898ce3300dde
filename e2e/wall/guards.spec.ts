/** The judge of guarding headers bites: each that is missing, doubled or weakened is told. */
import { expect, test } from '@playwright/test'
import { unguarded } from './guards.ts'
import type { Header } from './request.ts'

const policy = "default-src 'self'; script-src 'sha256-a'; base-uri 'none'; frame-ancestors 'none'"
const whole: Header[] = [
  ['Content-Security-Policy', policy],
  ['X-Content-Type-Options', 'nosniff'],
  ['X-Frame-Options', 'DENY'],
  ['Referrer-Policy', 'strict-origin-when-cross-origin'],
  ['Cross-Origin-Opener-Policy', 'same-origin'],
  ['Permissions-Policy', 'camera=(), geolocation=(), microphone=(), payment=()'],
]
const judged = (headers: Header[], status = 200) => unguarded({ status, headers })
const saying = (said: string): Header[] => [['Content-Security-Policy', said], ...whole.slice(1)]

test('the guards bite: what lacks one, or says it twice or otherwise, is told', () => {
  expect(judged(whole)).toEqual([])
  expect(judged([], 0)).toEqual([])
  for (const [at, [name, value]] of whole.entries()) {
    expect(judged(whole.toSpliced(at, 1)), name).toContain(`has no ${name}`)
    expect(judged([...whole, [name.toLowerCase(), value]]), name).toEqual([`says ${name} twice`])
    expect(judged(whole.toSpliced(at, 1, [name, 'x'])), name).not.toEqual([])
  }
  expect(judged([...whole, ['Strict-Transport-Security', 'max-age=1']])).toHaveLength(1)
})

for (const weak of [
  policy.replace("script-src 'sha256-a'", "script-src 'unsafe-inline'"),
  policy.replace("script-src 'sha256-a'", "script-src 'sha256-a' 'unsafe-eval'"),
  policy.replace("script-src 'sha256-a'", "script-src 'self'"),
  policy.replace("script-src 'sha256-a'", 'script-src https:'),
  policy.replace("script-src 'sha256-a'", 'script-src *'),
  policy.replace("; frame-ancestors 'none'", ''),
  policy.replace("base-uri 'none'", "base-uri 'self'"),
])
  test(`the guards bite: ${weak}`, () => {
    expect(judged(saying(weak))).not.toEqual([])
  })
