import { afterEach, expect, test, vi } from 'vitest'
import { keepConsolePlain, oneLine } from './plain-console.ts'

const { log, error } = console
afterEach(() => void Object.assign(console, { log, error }))

test('a name that would clear the screen is printed as what it is', () => {
  const out = vi.fn<(line: string) => void>()
  Object.assign(console, { log: out, error: out })
  keepConsolePlain()
  console.log('Anna\u001B[2J\u001B]0;owned\u0007, reader\n\tMay read')
  console.error('Nobody has %s.', '\u009B31m\rx')
  expect(out.mock.calls).toEqual([
    [String.raw`Anna\u001b[2J\u001b]0;owned\u0007, reader` + '\n\tMay read'],
    [String.raw`Nobody has \u009b31m\u000dx.`],
  ])
})

test('in a table it begins no line of its own', () => {
  expect(oneLine('Anna\nadmin    mallory@example.org')).toBe(
    String.raw`Anna\u000aadmin    mallory@example.org`,
  )
})
