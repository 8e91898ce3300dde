import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test, vi } from 'vitest'
import { openUsedStyles, useOf } from './used-styles.ts'

const href = '/_next/static/chunks/a-1.css'

/** What a page gets of a style sheet. */
function stylesOf(css: string, html: string, unread = vi.fn<() => void>()): string | null {
  const folder = mkdtempSync(path.join(tmpdir(), 'foldline styles '))
  mkdirSync(path.join(folder, 'static/chunks'), { recursive: true })
  writeFileSync(path.join(folder, 'static/chunks/a-1.css'), css)
  return openUsedStyles(folder, unread)(href, useOf(html))
}

test('a page gets the rules for its elements and classes, and those that are for all', () => {
  const css = '*{margin:0}.a{top:0}.b{top:1px}.a .b{top:2px}p{top:3px}table{top:4px}.b,.a{top:5px}'
  expect(stylesOf(css, '<body><p class="c a">x</p></body>')).toBe(
    '*{margin:0}.a{top:0}p{top:3px}.b,.a{top:5px}',
  )
})

test('conditions stay while something is in them, layers for their order', () => {
  const css =
    '@layer x{.b{top:0}}@media print{.b{top:0}}@media print{.a{top:0}}@keyframes k{to{top:0}}'
  expect(stylesOf(css, '<p class="a">')).toBe(
    '@layer x{}@media print{.a{top:0}}@keyframes k{to{top:0}}',
  )
})

test('a class is found however it is written', () => {
  const css = '.\\[\\&_p\\]\\:x{top:0}.\\[a\\>b\\]{top:1px}'
  expect(stylesOf(css, '<p class="[&amp;_p]:x">')).toBe('.\\[\\&_p\\]\\:x{top:0}')
  expect(stylesOf(css, '<p class="[a&gt;b]">')).toBe('.\\[a\\>b\\]{top:1px}')
})

test('a browser adds elements that nobody wrote', () => {
  expect(stylesOf('tbody td{top:0}html{top:0}', '<table><tr><td>1</td></tr></table>')).toBe(
    'tbody td{top:0}html{top:0}',
  )
})

const face = (name: string, range: string) => `@font-face{src:url(/${name});unicode-range:${range}}`

test('a file of a typeface comes along for characters that are there, and for English always', () => {
  const css = `${face('basic', 'U+20-7E')}${face('accents', 'U+C0-FF')}@font-face{src:url(/all)}`
  expect(stylesOf(css, '<p>Oslo</p>')).toBe(`${face('basic', 'U+20-7E')}@font-face{src:url(/all)}`)
  expect(stylesOf(css, '<input value="Łódź">')).toBe(css)
})

test('what is said of a custom property stays where a rule for a class has it', () => {
  const css =
    '@property --a{syntax:"*";inherits:false}@property --b{syntax:"*";inherits:false}*{--a:0;--b:0}.a{--b:1}'
  expect(stylesOf(css, '<p class="a">')).toBe(
    '@property --b{syntax:"*";inherits:false}*{--a:0;--b:0}.a{--b:1}',
  )
})

test('addresses of a style sheet stay what they were', () => {
  const css = '@font-face{src:url(../media/a.woff2)format("woff2")}.a{background:url("data:x")}'
  expect(stylesOf(css, '<p class="a">')).toBe(
    '@font-face{src:url(/_next/static/media/a.woff2)format("woff2")}.a{background:url("data:x")}',
  )
})

test('a page links to a sheet that is no built one, is not there or cannot be read', () => {
  const unread = vi.fn<() => void>()
  const styles = openUsedStyles(mkdtempSync(path.join(tmpdir(), 'foldline styles ')), unread)
  const use = useOf('<p>')
  expect(styles('https://elsewhere.example/a.css', use)).toBeNull()
  expect(styles('/_next/static/../../secret.css', use)).toBeNull()
  expect(unread).not.toHaveBeenCalled()
  expect(styles(href, use)).toBeNull()
  expect(stylesOf('.a{top:0', '<p class="a">', unread)).toBeNull()
  expect(unread).toHaveBeenCalledTimes(2)
})
