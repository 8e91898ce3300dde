import { expect, test } from 'vitest'
import { DAY, HOUR, later } from '#lib/clock.ts'
import { useTestEnvironment } from '#lib/testing/environment.ts'
import { makePass, readPasses } from './pass.ts'

useTestEnvironment()
const site = new URL('https://news.example')
const now = new Date('2027-03-12T09:00:00Z')
const id = (end: string) => `0190b0e0-0000-7000-8000-${end.padStart(12, '0')}`
const link = { id: id('a'), endsAt: later(now, 14 * DAY) }
const pass = makePass(link, site, now)
const header = `${pass.name}=${pass.value}`
const read = (cookies: string | undefined, at = now) => readPasses(cookies, site, at)

test('a pass is good for a day, in a cookie that only a secure page can set', () => {
  expect(pass.name).toBe('__Secure-foldline-given-00000000000a')
  expect(read(header)).toEqual([link.id])
  expect(read(header, later(now, DAY - HOUR))).toEqual([link.id])
  expect(read(header, later(now, DAY))).toEqual([])
})

test('no longer than its link', () => {
  const short = makePass({ id: id('b'), endsAt: later(now, HOUR) }, site, now)
  expect(read(`${short.name}=${short.value}`, later(now, HOUR))).toEqual([])
})

test('those of several articles stand side by side', () => {
  const other = makePass({ ...link, id: id('c') }, site, now)
  expect(read(`a=1; ${header}; ${other.name}=${other.value}; ${header}`)).toEqual([
    link.id,
    id('c'),
  ])
})

test.each([
  ['nothing', undefined],
  ['a link that was put in the place of another', header.replace(id('a'), id('d'))],
  ['a later end', header.replace(/\.(\d{10})\./, (_, until) => `.${Number(until) + 9}.`)],
  ['another sign', `${header.slice(0, -1)}${header.endsWith('A') ? 'E' : 'A'}`],
  ['no sign', header.slice(0, header.lastIndexOf('.'))],
  ['the name of a page that is not secure', header.replace('__Secure-', '')],
  ['another cookie', `session=${pass.value}`],
])('%s is none', (_what, cookies) => {
  expect(read(cookies)).toEqual([])
})

test('of many that were planted few are looked at', () => {
  const many = Array.from({ length: 100 }, (_, at) => {
    const one = makePass({ ...link, id: id(String(at)) }, site, now)
    return `${one.name}=${one.value}`
  })
  expect(read(many.join('; '))).toHaveLength(20)
})
