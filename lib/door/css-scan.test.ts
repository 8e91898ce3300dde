import { describe, expect, test } from 'vitest'
import { joinCss, scanCss, UnreadableCss } from './css-scan.ts'

const sheet = `@layer base,utilities;@import "a;b{c}.css";
@layer base{*,:before{margin:0}a:hover{color:red}}
@media (min-width:40rem){@supports (color:color-mix(in lab, red, red)){.sm\\:p-1{padding:1px}}}
.a::after{content:"}{;"}/* } */.b{background:url(data:image/svg+xml;a{b)}
@keyframes turn{0%{top:0}to{top:1px}}@font-face{font-family:A;src:url(a.woff2)}
`

test('the parts of a style sheet are the sheet again, whatever is in its strings and addresses', () => {
  const joined = joinCss(scanCss(sheet))
  expect(joined.replaceAll(/\s+/g, '')).toBe(sheet.replaceAll(/\s+/g, ''))
  expect(scanCss(sheet).map(({ kind }) => kind)).toEqual([
    'other',
    'other',
    'group',
    'group',
    'rule',
    'rule',
    'other',
    'typeface',
  ])
})

const needs = (selectors: string) => {
  const [part] = scanCss(`${selectors}{top:0}`)
  return part?.kind === 'rule' ? part.needs : []
}

describe('what a selector cannot do without', () => {
  test.each([
    ['.a', ['.a']],
    ['.a.b > .c:hover ~ .d', ['.a', '.b', '.c', '.d']],
    ['h2.a + P', ['h2', '.a', 'p']],
    ['*', []],
    [':root', []],
    ['::file-selector-button', []],
    ['a:not(.b)', ['a']],
    [':is(.a, .b) .c', ['.c']],
    ['.prose :is(h2, h3) + *', ['.prose']],
    ["[data-x='.y'].z", ['.z']],
    ['#a.b', ['.b']],
    ['.sm\\:text-\\[2\\.5rem\\]', ['.sm:text-[2.5rem]']],
    ['.\\31 0', ['.10']],
    ['.w-1\\/2', ['.w-1/2']],
    ['tr:nth-child(2n + 1) td', ['tr', 'td']],
  ])('%s', (selector, names) => {
    expect(needs(selector)).toEqual([names])
  })

  test('each selector of a list has its own', () => {
    expect(needs('.a,b:is(c,d),.e f')).toEqual([['.a'], ['b'], ['.e', 'f']])
  })
})

test('a file of a typeface is for the characters that it names', () => {
  expect(scanCss('@font-face{src:url(a);unicode-range:U+26,U+0-7F,U+4??}')).toMatchObject([
    {
      kind: 'typeface',
      ranges: [
        [0x26, 0x26],
        [0, 0x7f],
        [0x400, 0x4ff],
      ],
    },
  ])
})

test.each(['.a{top:0', '.a{top:0}}', '.a{content:"}', '/* .a{top:0}'])(
  'what has no end is not read: %s',
  (css) => {
    expect(() => scanCss(css)).toThrow(UnreadableCss)
  },
)
