import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { cut } from '../cut.ts'
import { printHtml, sanitise } from '../sanitise.ts'
import { readImport } from './read-import.ts'

const fixtures = path.join(import.meta.dirname, 'fixtures')
const bytesOf = (text: string) => new TextEncoder().encode(text)

function read(text: string | Uint8Array, filename = 'a.txt') {
  const reading = readImport(typeof text === 'string' ? bytesOf(text) : text, filename)
  if (reading.kind === 'refused') throw new Error(reading.why)
  const { draft } = reading
  const { preview, gated } = cut(sanitise(draft.sourceHtml).tree, draft.accessLevel)
  const cutText = reading.remarks.filter(({ about }) => about === 'cut').map((one) => one.text)
  return { ...reading, preview: printHtml(preview), gated: printHtml(gated), cutText }
}

const sample = (name: string) => read(readFileSync(path.join(fixtures, name)), name)
const whyRefused = (text: string | Uint8Array, filename = 'a.txt') => {
  const reading = readImport(typeof text === 'string' ? bytesOf(text) : text, filename)
  return reading.kind === 'refused' ? reading.why : reading
}

describe('plain text', () => {
  test('a saved article page is cut where it invites to subscribe, and its furniture goes', () => {
    const { draft, preview, gated, cutText, dropped } = sample('the-tide-clock.txt')
    expect(draft).toMatchObject({
      headline: 'The tide clock nobody winds',
      standfirst: expect.stringMatching(/^For a hundred and six years .* it needs it\.$/),
      section: 'Ports',
      topics: ['Measurement'],
      regions: ['North Sea'],
      authors: ['Annick Sallowfield', 'Tobiah Renn'],
      publishedAt: new Date('2027-03-12T00:00:00Z'),
      source: {
        name: 'The Harrow Quay Observer',
        url: 'https://observer.example/ports/the-tide-clock',
      },
      accessLevel: 'subscriber',
    })
    expect(preview).toMatch(/^<p>The clock hangs.*did not agree\.<\/p>$/)
    expect(gated).toMatch(
      /^<p>The difference was.*<h2>What the clock knew<\/h2>.*let go of it\.<\/p>$/,
    )
    expect(cutText).toEqual([expect.stringContaining('subscribe to the Observer for $5 a month')])
    expect(gated).not.toMatch(/subscribe|Related|comment|Mastodon|Latest|©/i)
    for (const line of [
      'Related articles',
      'Leave a comment',
      'Stay connected',
      'Latest',
      'Salt on the rails',
    ])
      expect(dropped).toContain(line)
    expect(dropped.at(-1)).toMatch(/^the marker: To read on/)
  })

  test('wrapped lines are joined, a hyphen parts the publication, lists stay lists', () => {
    const { draft, preview, gated } = sample('wrapped.txt')
    expect(draft).toMatchObject({
      headline: 'A Ferry for Nine People',
      source: { name: 'Lowland Post' },
    })
    expect(draft.standfirst).toMatch(/for an hour, and none of them/)
    expect(preview).toMatch(/^<p>The river here[^<]*<\/p>$/)
    expect(gated).toMatch(/<ul><li>the ferry carries nine<\/li><li>the bridge/)
  })

  test('lines without empty lines between them are paragraphs', () => {
    const { draft, preview, gated } = read(
      'Title\nA | B\nThe standfirst.\nFirst paragraph.\nSubscribe for $5 a month to read on.\nSecond paragraph.',
    )
    expect(draft).toMatchObject({ section: 'A', topics: ['B'], standfirst: 'The standfirst.' })
    expect([preview, gated]).toEqual(['<p>First paragraph.</p>', '<p>Second paragraph.</p>'])
  })

  test('more than three names file under more topics', () => {
    const { draft } = read('Title\nA | B | C | D | E\nThe standfirst.\nText.')
    expect(draft).toMatchObject({ section: 'A', topics: ['B', 'D', 'E'], regions: ['C'] })
  })

  test('a subtitle is no publication, and a sentence with By is no byline', () => {
    const { draft } = read('Water – and what it took\nBy Monday the gauge had risen.\nText.')
    expect(draft).toMatchObject({
      headline: 'Water – and what it took',
      standfirst: 'By Monday the gauge had risen.',
    })
    expect(draft.source).toBeUndefined()
  })

  test('nothing from below the marker becomes the standfirst', () => {
    const { draft, cutText } = read('Title\n\n[paywall]\n\nThe secret opening.\n\nMore of it.')
    expect(draft.standfirst).toBe('')
    expect(cutText).toContain('Nothing stands above it: the preview is the standfirst alone.')
  })

  test('a heading such as Related in the middle of the text does not end it', () => {
    const prose =
      'The water came over the sill at nine and stood in the yard until noon, and nobody who saw it could say where it had come from or why it left.'
    const { draft } = read(`Title\n\nStandfirst.\n\n${prose}\n\nRelated\n\n${prose}\n\n${prose}`)
    expect(draft.sourceHtml.match(/sill/g)).toHaveLength(3)
    const ended = read(`Title\n\nStandfirst.\n\n${prose}\n\n${prose}\n\nRelated\n\nA ferry`)
    expect(ended.draft.sourceHtml).not.toContain('ferry')
    expect(ended.dropped).toEqual(['Related', 'A ferry'])
  })

  test('what follows the first marker is never taken for the end above it', () => {
    const { gated } = read('T\n\nS.\n\nOne.\n\nComments\n\nTwo.\n\n[paywall]\n\nThree.')
    expect(gated).toBe('<p>Three.</p>')
  })
})

describe('access', () => {
  test('is free without a marker, and says so', () => {
    const { draft, remarks } = read('Title\n\nStandfirst.\n\nText.')
    expect(draft.accessLevel).toBe('free')
    expect(remarks.map(({ text }) => text)).toContain('Access is free, because there is no marker.')
  })

  test('is not free by a slip in the marker', () => {
    const { draft, preview, cutText } = read('Title\n\nStandfirst.\n\nText.\n\n[paywal]\n\nMore.')
    expect(draft.accessLevel).toBe('subscriber')
    expect(preview).toBe('')
    expect(cutText).toEqual([
      'There is no marker, so the preview is the standfirst alone.',
      'This looks like a marker and is not one that we know: [paywal]',
    ])
  })

  test('markers that do not count are told', () => {
    expect(read('T\n\nS.\n\nA.\n\n[paywall]\n\nB.\n\n[paywall]\n\nC.').cutText).toContain(
      'There are 2 markers. The first counts, the others were removed.',
    )
    expect(read('T\n\nS.\n\nA.\n\n[paywall]').cutText).toContain(
      'Nothing stands below it: the whole text is public.',
    )
    expect(read('---\ntitle: T\naccess: free\n---\nA\n\n[paywall]\n\nB', 'a.md').cutText).toEqual([
      'The article is free, so its marker was removed and the whole text is public.',
    ])
    expect(read('---\ntitle: T\naccess: subscriber\n---\nA', 'a.md').cutText).toEqual([
      'There is no marker, so the preview is the standfirst alone.',
    ])
  })
})

describe('Markdown', () => {
  test('front matter gives the fields, the marker line cuts even below a table, footnotes follow their reference', () => {
    const { draft, preview, gated } = sample('salt-on-the-rails.md')
    expect(draft).toMatchObject({
      headline: 'Salt on the rails',
      section: 'Work',
      topics: ['Railways', 'Weather'],
      publishedAt: new Date('2027-03-01T00:00:00Z'),
      picture: { src: '/pictures/salt.webp', credit: 'Photo: T. Renn' },
      corrections: [{ correctedAt: new Date('2027-03-02T09:30:00Z') }],
    })
    expect(preview).toMatch(/<td>April<\/td><td>1<\/td><\/tr><\/tbody><\/table>/)
    expect(preview).toContain('from the west')
    expect(preview).not.toContain('kitchen')
    expect(gated).toMatch(/^<p>What the brush.*scale\.webp.*kitchen scale/s)
  })

  test.each<[string, string]>([
    ['a block comment', 'A\n\n<!--paywall-->\n\nB'],
    ['a comment under a line', 'A\n<!-- More -->\nB'],
    ['a marker line under a line', 'A\n---paywall---\nB'],
    ['an element', 'A\n\n<div class="paywall"></div>\n\nB'],
    ['square brackets', 'A\n\n[paywall]\n\nB'],
    ['escaped square brackets', 'A\n\n\\[paywall\\]\n\nB'],
    ['inline mark-up', 'A\n\n[pay*wall*]\n\nB'],
    ['an invitation', 'A\n\nSubscribe for **$5 a month** to read on.\n\nB'],
  ])('%s is a marker', (_, body) => {
    const { preview, gated } = read(`---\ntitle: T\n---\n${body}\n`, 'a.md')
    expect([preview, gated]).toEqual(['<p>A</p>', '<p>B</p>'])
  })

  test('in a fence it is code', () => {
    const { draft } = read('---\ntitle: T\n---\n```\n[paywall]\n```\n', 'a.md')
    expect(draft.sourceHtml).toBe('<pre><code>[paywall]\n</code></pre>')
    expect(draft.accessLevel).toBe('free')
  })

  test('without front matter its first heading is the title and its first paragraph the standfirst', () => {
    const { draft } = read('# Low water – The Observer\n\nThe standfirst.\n\nText.\n', 'a.md')
    expect(draft).toMatchObject({
      headline: 'Low water',
      standfirst: 'The standfirst.',
      source: { name: 'The Observer' },
      sourceHtml: '<p>Text.</p>',
    })
  })

  test.each<[string, string, RegExp]>([
    ['a missing title', 'section: A', /title/],
    ['an empty title', 'title: " "', /title is empty; give the article a title/],
    ['an unknown field', 'title: A\ntopic: B', /topic is no field/],
    ['a wrong level', 'title: A\naccess: paid', /access must be free, registered or subscriber/],
    ['a day that does not exist', 'title: A\npublished: 2027-02-30', /published must be a date/],
    ['a topic that is no list', 'title: A\ntopics: B', /topics must be a list/],
    ['a picture without its size', 'title: A\npicture: {src: /a.jpg, alt: b}', /picture\.width/],
    [
      'a script as picture',
      'title: A\npicture: {src: "javascript:x", alt: b, width: 1, height: 1}',
      /picture\.src must begin/,
    ],
    ['broken YAML', 'title: [A', /no valid YAML/],
    ['a list', '- a', /missing or of the wrong kind/],
    [
      'a bomb',
      `a: &a [x,x,x,x,x,x,x,x]\n${'bcdefgh'
        .split('')
        .map((k, i) => `${k}: &${k} [${Array(8).fill(`*${'abcdefg'[i]}`).join(',')}]`)
        .join('\n')}`,
      /./,
    ],
  ])('front matter with %s is refused by name', (_, yaml, why) => {
    expect(whyRefused(`---\n${yaml}\n---\nText.\n`, 'a.md')).toMatch(why)
  })

  test('quotes nested deeper than any article are refused before they are parsed', () => {
    expect(whyRefused(`# T\n\n${'> '.repeat(100_000)}a`, 'a.md')).toMatch(/nested too deeply/)
  })

  test('front matter that is not closed is refused', () => {
    expect(whyRefused('---\ntitle: A\n\nText.\n', 'a.md')).toMatch(/not closed/)
  })
})

describe('HTML', () => {
  test('a saved page: what it says of itself, its lead picture, its text, and no furniture', () => {
    const { draft, preview, gated, dropped } = sample('the-lock-keeper.html')
    expect(draft).toMatchObject({
      headline: "The lock keeper's arithmetic",
      standfirst: 'At Sallow Lock the water is counted twice, once by a man and once by the bill.',
      section: 'Rivers',
      topics: ['Water'],
      regions: ['Lowlands'],
      authors: ['Annick Sallowfield'],
      publishedAt: new Date('2027-02-03T06:00:00Z'),
      accessLevel: 'subscriber',
      picture: { width: 1200, caption: 'Sallow Lock in January.', credit: 'Photo: T. Renn' },
      source: {
        name: 'The Harrow Quay Observer',
        url: 'https://observer.example/rivers/the-lock-keepers-arithmetic',
      },
    })
    expect(preview).toMatch(/^<p>Every lockful.*<aside class="pullquote">.*tariff/s)
    expect(preview).not.toMatch(/nineteen|40 centimetres/)
    expect(gated).toMatch(
      /^<p>In the dry summer.*Video: Sallow Lock, from above \(youtube\.com\).*40 centimetres/s,
    )
    expect(dropped).toEqual([
      'Advertisement',
      'Related articles Why the bar moved',
      'Leave a comment Your comment',
      expect.stringMatching(/^the marker: This story is for subscribers/),
    ])
  })

  test('a description that was made from below the marker is not shown to everybody', () => {
    const { draft, remarks } = read(
      '<title>T</title><meta name="description" content="The secret of the lock…"><article><p>Open beginning.</p><p>More of it.</p><!--paywall--><p>The secret of the lock is a nail.</p></article>',
      'a.html',
    )
    expect(draft.standfirst).toBe('Open beginning.')
    expect(remarks.map(({ about }) => about)).toContain('standfirst')
  })

  test('a fragment is an article', () => {
    const { draft } = read('<h1>T</h1><p>Standfirst.</p><p>Text.</p>', 'a.html')
    expect(draft).toMatchObject({
      headline: 'T',
      standfirst: 'Standfirst.',
      sourceHtml: '<p>Text.</p>',
    })
  })

  test('furniture in which the marker stands stays', () => {
    const { preview, gated } = read(
      '<h1>T</h1><p>S.</p><p>A.</p><div class="promo"><p>Subscribe for $5 a month.</p></div><p>B.</p>',
      'a.html',
    )
    expect([preview, gated]).toEqual(['<p>A.</p>', '<p>B.</p>'])
  })

  test('without a title it is refused', () => {
    expect(whyRefused('<p>Text.</p>', 'a.html')).toMatch(/no title/)
  })
})

describe('bytes', () => {
  const page = 'Título\n\nEntradilla.\n\nTexto – más.'

  test('UTF-8 with a mark, UTF-16 with one, and windows-1252 that says so', () => {
    expect(read(bytesOf(`\ufeff${page}`)).draft.headline).toBe('Título')
    for (const little of [true, false]) {
      const bytes = new Uint8Array(2 * page.length + 2)
      const view = new DataView(bytes.buffer)
      ;[0xfe_ff, ...Array.from(page, (one) => one.charCodeAt(0))].forEach((code, index) =>
        view.setUint16(2 * index, code, little),
      )
      expect(read(bytes).draft.headline).toBe('Título')
    }
    const western = Uint8Array.from(
      '<meta charset="windows-1252"><h1>T\u00edtulo \u0096</h1><p>S</p><p>T</p>',
      (one) => one.charCodeAt(0),
    )
    expect(read(western, 'a.html').draft.headline).toBe('Título –')
  })

  test.each<[string, Uint8Array, RegExp]>([
    ['empty', new Uint8Array(), /empty/],
    ['white space', bytesOf(' \n\n'), /no text/],
    ['binary', Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2]), /not text/],
    ['text with a NUL', bytesOf('a\0b'), /not text/],
    ['PDF', bytesOf('%PDF-1.7 x'), /not text/],
    ['no encoding we know', Uint8Array.from([0x54, 0xed, 0x74]), /not text in UTF-8/],
    ['too large', new Uint8Array(2 * 1024 * 1024 + 1).fill(97), /2 MiB/],
    ['a title alone', bytesOf('<h1>Title</h1>'), /no text of an article/],
    ['too much of it', bytesOf(`<h1>T</h1>${'<p>a</p>'.repeat(100_000)}`), /more than any article/],
    ['nested too deeply', bytesOf(`<h1>T</h1>${'<div>'.repeat(100_000)}`), /nested too deeply/],
  ])('%s: refused', (_, bytes, why) => {
    expect(whyRefused(bytes, 'a.html')).toMatch(why)
  })
})
