import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Part, toParagraphs } from './parts.ts'

const text = (words: string): Part => ({ kind: 'text', text: words })
const link = (href: string, label: string): Part => ({ kind: 'link', href, label })

test('paragraphs and lines', () => {
  expect(toParagraphs('One\nTwo\n\nThree')).toEqual([
    [[text('One')], [text('Two')]],
    [[text('Three')]],
  ])
})

test.each<[string, Part[]]>([
  [
    'See https://tides.example/skelmouth?m=3.',
    [
      text('See '),
      link('https://tides.example/skelmouth?m=3', 'tides.example/skelmouth?m=3'),
      text('.'),
    ],
  ],
  ['(http://a.example/)', [text('('), link('http://a.example/', 'a.example'), text(')')]],
  [
    'https://w.example/Fog_(bell), yes',
    [link('https://w.example/Fog_(bell)', 'w.example/Fog_(bell)'), text(', yes')],
  ],
  ['javascript:alert(1) and data:text/html,x', [text('javascript:alert(1) and data:text/html,x')]],
  ['https://bank.example@evil.example/', [text('https://bank.example@evil.example/')]],
  ['https://', [text('https://')]],
  [
    '<a href="https://a.example">',
    [text('<a href="'), link('https://a.example/', 'a.example'), text('">')],
  ],
])('%j', (line, parts) => {
  expect(toParagraphs(line)).toEqual([[parts]])
})

test('a name that only looks like another is shown as what it is', () => {
  expect(toParagraphs('https://pаypal.example/')).toMatchObject([
    [[{ kind: 'link', label: 'xn--pypal-4ve.example' }]],
  ])
})

test('a long address is shortened where it is shown, not where it leads', () => {
  const address = `https://a.example/${'x'.repeat(200)}`
  expect(toParagraphs(address)).toEqual([[[link(address, `a.example/${'x'.repeat(38)}…`)]]])
})

test('whatever is written, links lead to http and https, and no text is lost', () => {
  const pieces = fc.constantFrom(
    'https://',
    'http://',
    'a.example',
    '/x',
    '@',
    ' ',
    '(',
    ')',
    '.',
    'é',
    '"',
    '\n',
  )
  fc.assert(
    fc.property(fc.array(fc.oneof(pieces, fc.string()), { maxLength: 12 }), (written) => {
      const body = written.join('')
      const parts = toParagraphs(body).flat(2)
      const texts = parts.flatMap((part) => (part.kind === 'text' ? [part.text] : []))
      const hrefs = parts.flatMap((part) => (part.kind === 'link' ? [part.href] : []))
      expect(texts.filter((words) => !body.includes(words))).toEqual([])
      expect(hrefs.filter((href) => !/^https?:\/\//.test(href))).toEqual([])
      const rest = texts.reduce((left, words) => left.replace(words, ''), body)
      expect(hrefs.length > 0 || rest.trim() === '').toBe(true)
    }),
  )
})
