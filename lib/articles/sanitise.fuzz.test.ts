import fc from 'fast-check'
import rehypeParse from 'rehype-parse'
import rehypeStringify from 'rehype-stringify'
import { unified } from 'unified'
import { expect } from 'vitest'
import { fuzz } from '../testing/fuzz.ts'
import { isMarker } from './cut.ts'
import { unsteady } from './sanitise.cases.ts'
import { printHtml, sanitise } from './sanitise.ts'
import { elementsIn, textOf } from './sanitise-node.ts'
import { attack, attacks, corpus } from './testing/attacks.ts'

const names =
  'p div span a b em i h1 h3 h6 ul ol li dl dt dd blockquote figure figcaption table tr td th caption tbody thead pre code sup section aside article footer header br hr img script style form nav button iframe object svg math template select option textarea custom-thing center font sub abbr cite q small details summary video source noscript title'.split(
    ' ',
  )
const attributes = [
  'href="https://example.org/a"',
  'href="javascript:alert(1)"',
  'href="//evil.example/x"',
  'href="#fn1"',
  'href="#footnote-1"',
  'id="fn1"',
  'id="footnote-1"',
  'id="x"',
  'src="/a.jpg"',
  'src="data:text/html,x"',
  'src="https://www.youtube.com/embed/abcdefghijk"',
  'class="paywall"',
  'class="paywall-marker"',
  'class="pullquote"',
  'class="credit"',
  'class="footnotes"',
  'class="footnote-ref"',
  'onclick="alert(1)"',
  'style="color:red"',
  'start="4"',
  'value="2"',
  'colspan="2"',
  'scope="col"',
  'width="10"',
  'title="t"',
  'alt="&quot;<b>"',
]
const words = [
  'word',
  ' ',
  '\n',
  'a\nb',
  '[paywall]',
  '\n[pay',
  'wall]\n',
  '---paywall---',
  'Photo: M. Reyes',
  'Subscribe for $5 a month to read on',
  '&lt;script&gt;',
  '&amp;nbsp;',
  '\u00a0',
  '↩',
  '1',
  '<!--paywall-->',
  '<!--more-->',
  '<!--x-->',
  '<!-- pay wall -->',
  '<![CDATA[x]]>',
  '<?x?>',
  '<br>',
  '<br><br>',
]

const soup = fc
  .array(
    fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(...words) },
      {
        weight: 3,
        arbitrary: fc
          .tuple(fc.constantFrom(...names), fc.subarray(attributes, { maxLength: 3 }))
          .map(([name, some]) => `<${[name, ...some].join(' ')}>`),
      },
      { weight: 2, arbitrary: fc.constantFrom(...names).map((name) => `</${name}>`) },
      { weight: 1, arbitrary: fc.string({ maxLength: 6, unit: 'binary' }) },
    ),
    { maxLength: 40, size: 'max' },
  )
  .map((parts) => parts.join(''))

fuzz(
  'sanitising what was sanitised changes nothing',
  { values: soup, kept: unsteady, runs: 1000 },
  (html) => {
    const once = printHtml(sanitise(html).tree)
    expect(printHtml(sanitise(once).tree)).toBe(once)
  },
)

const tops = 'marker p h2 h3 h4 ul ol dl blockquote aside figure table pre hr section img'.split(
  ' ',
)

fuzz(
  'nothing but blocks and markers stands at the top, and nothing dangerous anywhere',
  { values: soup, runs: 500 },
  (html) => {
    const { tree } = sanitise(html)
    for (const node of tree.children)
      expect(tops).toContain(isMarker(node) ? 'marker' : 'tagName' in node && node.tagName)
    for (const one of elementsIn(tree.children)) {
      expect(
        Object.keys(one.properties).filter((name) => /^on|style|target|srcdoc/i.test(name)),
      ).toEqual([])
      expect(one.properties.href ?? '').toMatch(/^(?:https?:|mailto:|tel:|\/|#|$)/)
    }
    expect(textOf(tree.children)).not.toMatch(/alert\(1\)/)
  },
)

/** What an article may consist of, written down a second time: whoever changes the list of the sanitiser is asked here. */
const allowed: Record<string, string> = {
  a: 'href rel className id ariaLabel',
  abbr: 'title',
  aside: 'className',
  img: 'src alt width height loading decoding',
  li: 'id value',
  ol: 'start',
  section: 'className',
  span: 'className',
  td: 'colSpan rowSpan',
  th: 'colSpan rowSpan scope',
}
const plain =
  'blockquote br caption cite code dd del dl dt em figcaption figure h2 h3 h4 hr ins kbd mark p pre q s samp small strong sub sup table tbody tfoot thead tr ul var wbr'.split(
    ' ',
  )
const values: Record<string, RegExp> = {
  href: /^(?:https?:\/\/|mailto:|tel:|\/|#)/,
  src: /^(?:https?:\/\/|\/)/,
  id: /^footnote-(?:ref-)?\d{1,5}$/,
  className: /^(?:pullquote|credit|footnotes|footnote-ref|footnote-back)$/,
}

/** By the parser alone, as a browser would read it. */
const again = unified().use(rehypeParse, { fragment: true }).use(rehypeStringify).freeze()
const reread = (html: string) => again.stringify(again.parse(html))

fuzz(
  'an attack leaves only what is allowed, and is the same after a browser has read it',
  {
    values: attack,
    kept: Object.fromEntries(
      [...attacks, ...corpus, ...Object.values(unsteady)].map((one, index) => [
        `no. ${index}`,
        one,
      ]),
    ),
    runs: 1000,
  },
  (html) => {
    const { tree } = sanitise(html)
    for (const { tagName, properties } of elementsIn(tree.children)) {
      const may = allowed[tagName]?.split(' ') ?? []
      expect([...Object.keys(allowed), ...plain]).toContain(tagName)
      for (const [name, value] of Object.entries(properties)) {
        if (value === undefined || value === null) continue
        expect(may).toContain(name)
        expect(String(value)).toMatch(values[name] ?? /(?:)/)
      }
    }
    const written = printHtml(tree)
    expect(reread(written)).toBe(written)
    expect(printHtml(sanitise(written).tree)).toBe(written)
  },
)
