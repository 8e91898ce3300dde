import fc from 'fast-check'
import type { Element, ElementContent } from 'hast'
import rehypeStringify from 'rehype-stringify'
import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { unified } from 'unified'
import { expect } from 'vitest'
import { fuzz } from '../testing/fuzz.ts'
import { toScriptJson } from '../articles/structured-data.ts'
import { toDocument } from './document.ts'
import { speculationRules } from './speculation.ts'

/** Words that mean something to a browser or to us, between words that mean nothing. */
const words = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 12 }),
      fc.constantFrom(
        '<script>',
        '</script>',
        '<script src="/_next/a.js">',
        'self.__next_f.push([1,"a"])',
        '<!--',
        '-->',
        '<!--$?-->',
        '<template id="B:0">',
        '<div hidden="">',
        '</head>',
        '</html>',
        '<style>',
        '"',
        "'",
        '&lt;script&gt;',
        '<',
        '>',
        '/',
      ),
    ),
    { maxLength: 5 },
  )
  .map((parts) => parts.join(''))

const { nodes } = fc.letrec<{ nodes: ElementContent[] }>((tie) => ({
  nodes: fc.array(
    fc.oneof(
      { maxDepth: 3, depthSize: 'small' },
      words.map((value) => ({ type: 'text' as const, value })),
      fc
        .record({
          tagName: fc.constantFrom(
            'p',
            'em',
            'blockquote',
            'a',
            'img',
            'section',
            'li',
            'svg',
            'pre',
          ),
          title: words,
          children: tie('nodes'),
        })
        .map(({ tagName, title, children }): Element => ({
          type: 'element',
          tagName,
          properties: { title },
          children: tagName === 'img' ? [] : children,
        })),
    ),
    { maxLength: 4 },
  ),
}))

const stringify = unified().use(rehypeStringify)
/** As an article's HTML is written when it is saved. */
const asSaved = nodes.map((children) => stringify.stringify({ type: 'root', children }))
/** As React writes text and attributes. */
const asRendered = fc
  .tuple(words, words)
  .map(([title, text]) => renderToStaticMarkup(createElement('p', { title, 'data-a': text }, text)))
const asData = words.map(
  (headline) => `<script type="application/ld+json">${toScriptJson({ headline })}</script>`,
)
const content = fc.oneof(asSaved, asRendered, asData)

/** What Next writes for itself; its text comes from the page, escaped as JSON in a script. */
const ofNext = fc.oneof(
  words.map((text) => `<script>self.__next_f.push([1,${toScriptJson(text)}])</script>`),
  words.map(
    (text) => `<script nonce="bm8=">self.__next_f.push([1,${toScriptJson(text)}])</script>`,
  ),
  fc.constantFrom(
    '<script src="/_next/static/chunks/a.js" async=""></script>',
    '<script src="/_next/static/chunks/a.js" noModule="" nonce="bm8="></script>',
    '<link rel="preload" as="script" fetchPriority="low" href="/_next/static/chunks/a.js"/>',
    '<script id="_R_">(globalThis["TURBOPACK"] || (globalThis["TURBOPACK"] = [])).push({})</script>',
    '<script>(self.__next_f=self.__next_f||[]).push([0])</script>',
    '<div hidden=""><!--$--><!--/$--></div>',
  ),
)

const page = (inHead: string, inBody: string) =>
  `<!DOCTYPE html><html lang="en"><head><title>a</title>${inHead}</head><body>${inBody}</body></html>`

const pages = fc.record({
  body: fc.array(fc.tuple(fc.boolean(), content, ofNext), { maxLength: 8 }),
  head: fc.array(ofNext, { maxLength: 3 }),
})

fuzz(
  'whatever an article says, a document is the page without what Next wrote for itself',
  { values: pages, runs: 300 },
  ({ body, head }) => {
    const whole = body.map(([first, text, next]) => (first ? text + next : next + text))
    expect(toDocument(page(head.join(''), whole.join(''))).html).toBe(
      page(speculationRules.element, body.map(([, text]) => text).join('')),
    )
  },
)
