import fc from 'fast-check'
import type { ElementContent } from 'hast'
import { expect } from 'vitest'
import { fuzz } from '../testing/fuzz.ts'
import { cut } from './cut.ts'
import { joinParts } from './join.ts'
import { printHtml, sanitise } from './sanitise.ts'
import { type ArticleTree, isElement } from './sanitise-node.ts'

/** Every word of an article is another one, so that each can be found again. */
type Piece = 'word' | { tag: string; open: string; inside: Piece[] }

const piece = (tag: string, inside: Piece[], open = `<${tag}>`): Piece => ({ tag, open, inside })

const { block } = fc.letrec<{ inline: Piece; block: Piece }>((tie) => ({
  inline: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constant<Piece>('word'),
    fc
      .tuple(
        fc.constantFrom('em', 'strong', 'sub', 'q', 'small'),
        fc.array(tie('inline'), { minLength: 1, maxLength: 3 }),
      )
      .map(([tag, inside]) => piece(tag, inside)),
    fc
      .array(fc.constant<Piece>('word'), { minLength: 1, maxLength: 2 })
      .map((inside) => piece('a', inside, '<a href="https://example.org/">')),
  ),
  block: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc
      .tuple(
        fc.constantFrom('p', 'h2', 'h3'),
        fc.array(tie('inline'), { minLength: 1, maxLength: 4 }),
      )
      .map(([tag, inside]) => piece(tag, inside)),
    fc
      .tuple(
        fc.constantFrom('blockquote', 'div', 'section'),
        fc.array(tie('block'), { minLength: 1, maxLength: 3 }),
      )
      .map(([tag, inside]) => piece(tag, inside)),
    fc
      .tuple(
        fc.constantFrom('ul', 'ol'),
        fc.array(fc.array(tie('block'), { minLength: 1, maxLength: 2 }), {
          minLength: 1,
          maxLength: 4,
        }),
      )
      .map(([tag, items]) =>
        piece(
          tag,
          items.map((item) => piece('li', item)),
        ),
      ),
    fc
      .array(fc.array(tie('inline'), { minLength: 1, maxLength: 2 }), {
        minLength: 1,
        maxLength: 3,
      })
      .map((cells) =>
        piece('table', [
          piece(
            'tbody',
            cells.map((cell) => piece('tr', [piece('td', cell)])),
          ),
        ]),
      ),
    fc
      .array(tie('inline'), { minLength: 1, maxLength: 3 })
      .map((caption) =>
        piece('figure', [piece('figcaption', caption)], '<figure><img src="/a.jpg" alt="x">'),
      ),
    fc
      .array(tie('block'), { minLength: 1, maxLength: 2 })
      .map((inside) => piece('aside', inside, '<aside class="pullquote">')),
  ),
}))

const article = fc.array(block, { minLength: 1, maxLength: 6 })
const whole = ['table', 'figure', 'aside']

type Token = { html: string; word?: string; within: string | null }

/** The article as tokens, between any two of which a marker can be put. */
function tokensOf(pieces: Piece[]): Token[] {
  const tokens: Token[] = []
  let count = 0
  let group = 0
  const write = (one: Piece, within: string | null) => {
    if (one === 'word') {
      const word = `w${++count}x`
      tokens.push({ html: ` ${word} `, word, within })
      return
    }
    const inner = within ?? (whole.includes(one.tag) ? `${one.tag}${++group}` : null)
    tokens.push({ html: one.open, within })
    for (const child of one.inside) write(child, inner)
    tokens.push({ html: `</${one.tag}>`, within: inner })
  }
  for (const one of pieces) write(one, null)
  return tokens
}

const wordsIn = (tree: ArticleTree) => printHtml(tree).match(/w\d+x/g) ?? []

/** Each word with the elements it stands in. */
function placesOf(tree: ArticleTree): string[] {
  const places: string[] = []
  const visit = (nodes: ElementContent[], path: string) => {
    for (const node of nodes) {
      if (isElement(node)) visit(node.children, `${path} ${node.tagName}`)
      else if (node.type === 'text')
        for (const word of node.value.match(/w\d+x/g) ?? []) places.push(`${path} ${word}`)
    }
  }
  visit(tree.children, '')
  return places
}

const spellings = [
  '<!--paywall-->',
  '<!-- MORE -->',
  '<!--members-only-->',
  '<span class="paywall"></span>',
]

const placed = fc.record({
  pieces: article,
  place: fc.nat(),
  spelling: fc.constantFrom(...spellings),
})

fuzz(
  'wherever the marker stands, no gated word is in the preview, and both parts are the whole',
  { values: placed, runs: 500 },
  ({ pieces, place, spelling }) => {
    const tokens = tokensOf(pieces)
    const at = place % (tokens.length + 1)
    const torn = tokens[at]?.within ?? null
    const above = tokens.filter(
      ({ within }, index) => index < at && (torn === null || within !== torn),
    )
    const html = [...tokens.slice(0, at), { html: spelling }, ...tokens.slice(at)]
    const { tree, markers } = sanitise(html.map((token) => token.html).join(''))
    const { preview, gated, outcome } = cut(tree, 'subscriber')
    expect(markers).toHaveLength(1)
    expect(outcome).toBe('at_marker')
    expect(wordsIn(preview)).toEqual(above.flatMap(({ word }) => word ?? []))
    const all = tokens.flatMap(({ word }) => word ?? [])
    expect([...wordsIn(preview), ...wordsIn(gated)]).toEqual(all)
    // Every word keeps the elements it stood in: what is torn stands on both sides.
    const uncut = cut(tree, 'free').preview
    expect([...placesOf(preview), ...placesOf(gated)]).toEqual(placesOf(uncut))
    expect(printHtml(preview) + printHtml(gated)).not.toContain('<!--')
  },
)

const notes = 5
const link = (to: number) => `<sup><a href="#fn${to}">n</a></sup>`
const reference = fc.integer({ min: 0, max: notes - 1 })

const referring = fc.record({
  above: fc.array(reference, { maxLength: 4 }),
  below: fc.array(reference, { maxLength: 4 }),
  onwards: fc.array(fc.option(reference), { minLength: notes, maxLength: notes }),
})

fuzz(
  'a footnote is in the preview exactly when the preview refers to it, also through another',
  { values: referring, runs: 200 },
  ({ above, below, onwards }) => {
    const list = onwards.map(
      (to, from) =>
        `<li id="fn${from}">w${from}x ${to === null || to === from ? '' : link(to)}</li>`,
    )
    const html = `<p>a ${above.map(link).join(' ')}</p><!--paywall--><p>b ${below.map(link).join(' ')}</p><ol class="footnotes">${list.join('')}</ol>`
    const { preview, gated } = cut(sanitise(html).tree, 'subscriber')
    const open = new Set(above)
    for (const from of open) {
      const to = onwards[from]
      if (typeof to === 'number') open.add(to)
    }
    const expected = [...open].map((one) => `w${one}x`).toSorted()
    expect([...wordsIn(preview)].toSorted()).toEqual(expected)
    expect([...wordsIn(preview), ...wordsIn(gated)]).toHaveLength(notes)
    const { above: start, below: rest } = joinParts(printHtml(preview), printHtml(gated))
    expect(wordsIn(sanitise(start + rest).tree)).toHaveLength(notes)
  },
)
