import { describe, expect, test } from 'vitest'
import { cut } from './cut.ts'
import { joinParts } from './join.ts'
import { printHtml, sanitise } from './sanitise.ts'

function cutHtml(html: string, level: 'free' | 'registered' | 'subscriber' = 'subscriber') {
  const { preview, gated, outcome, markers } = cut(sanitise(html).tree, level)
  return { preview: printHtml(preview), gated: printHtml(gated), outcome, markers }
}

const M = '<!--paywall-->'

describe('where the marker stands', () => {
  test.each<[string, string, string, string]>([
    ['between paragraphs', `<p>a</p>${M}<p>b</p>`, '<p>a</p>', '<p>b</p>'],
    ['first', `${M}<p>a</p>`, '', '<p>a</p>'],
    ['last', `<p>a</p>${M}`, '<p>a</p>', ''],
    ['alone', M, '', ''],
    ['in a paragraph', `<p>a ${M} b</p>`, '<p>a</p>', '<p>b</p>'],
    [
      'in inline marks',
      `<p>a <em>b <strong>c${M}d</strong> e</em> f</p>`,
      '<p>a <em>b <strong>c</strong></em></p>',
      '<p><em><strong>d</strong> e</em> f</p>',
    ],
    [
      'in a link',
      `<p><a href="/x">a${M}b</a></p>`,
      '<p><a href="/x">a</a></p>',
      '<p><a href="/x">b</a></p>',
    ],
    ['in a heading', `<h2>a${M}b</h2><p>c</p>`, '<h2>a</h2>', '<h2>b</h2><p>c</p>'],
    ['in a div', `<div><p>a</p><div>${M}<p>b</p></div></div>`, '<p>a</p>', '<p>b</p>'],
    [
      'between items',
      `<ul><li>a</li>${M}<li>b</li></ul>`,
      '<ul><li>a</li></ul>',
      '<ul><li>b</li></ul>',
    ],
    [
      'as an item of its own',
      '<ul><li>a</li><li>[paywall]</li><li>b</li></ul>',
      '<ul><li>a</li></ul>',
      '<ul><li>b</li></ul>',
    ],
    [
      'in a numbered list, which counts on',
      `<ol><li>a</li><li>b</li>${M}<li>c</li></ol>`,
      '<ol><li>a</li><li>b</li></ol>',
      '<ol start="3"><li>c</li></ol>',
    ],
    [
      'in a numbered item, whose number comes again',
      `<ol start="4"><li>a</li><li>b${M}c</li><li>d</li></ol>`,
      '<ol start="4"><li>a</li><li><p>b</p></li></ol>',
      '<ol start="5"><li><p>c</p></li><li>d</li></ol>',
    ],
    ['before the first item', `<ol>${M}<li>a</li></ol>`, '', '<ol><li>a</li></ol>'],
    [
      'in a list within a list',
      `<ol><li>a<ul><li>b</li><li>c${M}d</li></ul></li><li>e</li></ol>`,
      '<ol><li><p>a</p><ul><li>b</li><li><p>c</p></li></ul></li></ol>',
      '<ol><li><ul><li><p>d</p></li></ul></li><li>e</li></ol>',
    ],
    [
      'in a quote',
      `<blockquote><p>a</p>${M}<p>b</p></blockquote><p>c</p>`,
      '<blockquote><p>a</p></blockquote>',
      '<blockquote><p>b</p></blockquote><p>c</p>',
    ],
    [
      'in a table, which goes below as a whole',
      `<p>a</p><table><tr><td>b</td></tr><tr><td>${M}c</td></tr></table>`,
      '<p>a</p>',
      '<table><tbody><tr><td>b</td></tr><tr><td><p>c</p></td></tr></tbody></table>',
    ],
    [
      'in a caption, whose figure goes below as a whole',
      `<p>a</p><figure><img src="/a.jpg" alt="secret"><figcaption>b${M}c</figcaption></figure>`,
      '<p>a</p>',
      '<figure><img src="/a.jpg" alt="secret" loading="lazy" decoding="async"><figcaption>bc</figcaption></figure>',
    ],
    [
      'in a pull quote, which repeats what stands elsewhere',
      `<p>a</p><aside class="pullquote"><p>b</p>${M}</aside>`,
      '<p>a</p>',
      '<aside class="pullquote"><p>b</p></aside>',
    ],
    ['in code as a comment', `<p>a</p><pre>b${M}c</pre>`, '<p>a</p>', '<pre>bc</pre>'],
  ])('%s', (_, html, preview, gated) => {
    expect(cutHtml(html)).toMatchObject({ preview, gated, outcome: 'at_marker' })
  })
})

test('of several markers the first counts, and none is left', () => {
  expect(cutHtml(`<p>a</p>${M}<p>b</p><!--more--><p>c [</p><ul><li>d${M}</li></ul>`)).toEqual({
    preview: '<p>a</p>',
    gated: '<p>b</p><p>c [</p><ul><li><p>d</p></li></ul>',
    outcome: 'at_marker',
    markers: 3,
  })
})

test('without a marker the preview is the standfirst alone, for subscribers and for the registered', () => {
  for (const level of ['subscriber', 'registered'] as const)
    expect(cutHtml('<p>a</p>', level)).toEqual({
      preview: '',
      gated: '<p>a</p>',
      outcome: 'standfirst_alone',
      markers: 0,
    })
})

test('a free article is public as a whole, without its marker', () => {
  expect(cutHtml(`<p>a</p>${M}<p>b</p>`, 'free')).toEqual({
    preview: '<p>a</p><p>b</p>',
    gated: '',
    outcome: 'whole',
    markers: 1,
  })
})

test('a registered article is cut at its marker', () => {
  expect(cutHtml(`<p>a</p>${M}<p>b</p>`, 'registered')).toMatchObject({ gated: '<p>b</p>' })
})

const ref = (name: string) => `<sup><a href="#fn-${name}">${name}</a></sup>`
const note = (name: string, words = `note ${name}`) => `<li id="fn-${name}">${words}</li>`
const article = (above: string, below: string, notes: string) =>
  cutHtml(`<p>above ${above}</p>${M}<p>below ${below}</p><ol class="footnotes">${notes}</ol>`)

describe('footnotes', () => {
  test('one that only the gated part refers to is gated', () => {
    const { preview, gated } = article(ref('a'), ref('b'), note('a') + note('b'))
    expect(preview).toContain('note a')
    expect(preview).not.toContain('note b')
    expect(gated).toContain('note b')
    expect(gated).not.toContain('note a')
  })

  test('one that both parts refer to is read in the preview, so it belongs there', () => {
    const { preview, gated } = article(ref('a'), ref('a'), note('a'))
    expect(preview).toContain('note a')
    expect(gated).not.toContain('note a')
  })

  test('one that a footnote of the preview refers to belongs there too', () => {
    const { preview } = article(ref('a'), ref('b'), note('a', `see ${ref('b')}`) + note('b'))
    expect(preview).toContain('note b')
  })

  test('one that nothing refers to is gated', () => {
    const { preview, gated } = article(ref('a'), '', note('a') + note('b'))
    expect(preview).not.toContain('note b')
    expect(gated).toContain('note b')
  })

  test('numbers stay what they are in the whole article', () => {
    const { gated } = article(ref('a'), ref('b'), note('a') + note('b'))
    expect(gated).toContain('<li id="footnote-2" value="2">')
  })

  test('one that holds the marker is no footnote: the cut is where it stands', () => {
    const { preview, gated } = cutHtml(
      `<p>a${ref('a')}</p><p id="fn-a">note ${M} secret</p><p>b</p>`,
    )
    expect(preview).not.toMatch(/secret|b</)
    expect(gated).toContain('secret')
  })

  test('for those who may read on, the footnotes of both parts stand in one list at the end', () => {
    const { preview, gated } = article(
      ref('b'),
      ref('a') + ref('c'),
      note('a') + note('b') + note('c'),
    )
    const { above, below } = joinParts(preview, gated)
    const whole = above + below
    expect(above).not.toContain('<li')
    expect(whole.match(/footnotes/g)).toHaveLength(1)
    expect(whole).toMatch(/above.*below.*note b.*note a.*note c/)
    expect(joinParts('<p>a</p>', '<p>b</p>')).toEqual({ above: '<p>a</p>', below: '<p>b</p>' })
    expect(joinParts('<p>a</p>', null)).toEqual({ above: '<p>a</p>', below: '' })
  })
})
