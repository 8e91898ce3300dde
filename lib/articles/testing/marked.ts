import fc from 'fast-check'

/**
 * Files with a marker in them, drawn at random. Every word that stands below the marker is a sentinel:
 * `gatedx…z`, and letters that make it another one than all others. Above it they begin with `open`.
 */
export type MarkedFile = { name: string; text: string }

/** What no public part of an article may hold. Also as a name of a person, which has no digits in it. */
export const sentinel = /gatedx[a-j]+z/i

const letters = (number: number) =>
  String(number).replaceAll(/\d/g, (digit) => 'abcdefghij'[Number(digit)] ?? '')

/** What refers to a footnote opens it (`cut.ts`), so above a marker nothing does. */
const quiet = (pieces: string[]) => pieces.filter((piece) => !/#fn|\w\[\^/.test(piece))

/** Puts a word of its own in the place of each `W` (`N` for a name). */
function filled(pieces: string[], part: 'open' | 'gatedx'): string[] {
  let count = 0
  const capital = part === 'open' ? 'Open' : 'Gatedx'
  return pieces.map((piece) =>
    piece
      .replaceAll(/\bW\b/g, () => `${part}${letters(++count)}z`)
      .replaceAll(/\bN\b/g, () => `${capital}${letters(++count)}z`),
  )
}

const units = [
  'W',
  'W W W. W W.',
  '\n',
  '<br>',
  '<br><br>',
  '<p>W W</p>',
  '<p>W <em>W</em> W',
  '<h1>W W</h1>',
  '<h2>W</h2>',
  '<a href="/W">W</a>',
  '<a href="https://W.example/W"><img src="/W.jpg" alt="W" width="20" height="10"></a>',
  '<img src="https://pictures.example/W.jpg" alt="W">',
  '<figure><img src="/W.jpg" alt="W" width="20" height="10"><figcaption>W. Photo: N N</figcaption></figure>',
  '<cite class="credit">W</cite>',
  '<span class="author">N N</span>',
  '<a rel="author" href="/W">N N</a>',
  '<p>By N N</p>',
  '<p>By <em>N N</em></p>',
  '<iframe src="https://www.youtube.com/embed/W" title="W"></iframe>',
  '<table><tr><td>W</td><td>W</td></tr></table>',
  '<ul><li>W</li><li>W</li></ul>',
  '<blockquote>W</blockquote>',
  '<aside class="pullquote">W</aside>',
  '<nav>W</nav>',
  '<p>Related W</p>',
  '<sup><a href="#fn1">1</a></sup>',
  '<li id="fn2">W <a href="#fn3">3</a></li>',
  '<ol class="footnotes"><li id="fn1">W</li><li id="fn3">W</li></ol>',
  '<!--W-->',
  '<script>W</script>',
  '<style>W</style>',
  '<textarea>W</textarea>',
  '<select><option>W</select>',
  '<template><p>W</p></template>',
  '<svg><text>W</text></svg>',
  '<math><mi>W</mi></math>',
  '&lt;W&gt;',
  '<p>Advertisement</p>',
  '<p>Subscribe and W</p>',
]
const tags =
  'p div span a em strong h1 h2 ul ol li dl dt dd blockquote figure figcaption table tr td th caption tbody pre code sup section article aside main header footer nav button form noscript details summary b i font svg math template custom-thing center'.split(
    ' ',
  )

const soup = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...units) },
    { weight: 3, arbitrary: fc.constantFrom(...tags).map((name) => `<${name}>`) },
    { weight: 2, arbitrary: fc.constantFrom(...tags).map((name) => `</${name}>`) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        '<div class="share">',
        '<aside class="pullquote">',
        '<section data-footnotes>',
        '<ol class="footnotes">',
        '<li id="fn1">',
        '<p id="fn2">',
        '<a href="/W">',
      ),
    },
  ),
  { maxLength: 14, size: 'max' },
)

const cased = (text: string) =>
  fc.constantFrom(text, text.toUpperCase(), text[0]?.toUpperCase() + text.slice(1))
const inner = fc.constantFrom('', ' ', '  ', '\t', '\u00a0')
const comment = fc
  .tuple(fc.constantFrom('paywall', 'more', 'members-only').chain(cased), inner, inner)
  .map(([word, before, after]) => `<!--${before}${word}${after}-->`)
const classed = fc
  .tuple(
    fc.constantFrom('span', 'div', 'p', 'section', 'hr', 'a', 'b'),
    fc.constantFrom('paywall', 'paywall-marker', 'Paywall', 'x paywall'),
  )
  .map(([name, marker]) => `<${name} class="${marker}">${name === 'hr' ? '' : `</${name}>`}`)
/** Left open: what follows stands in it. */
const around = fc.constantFrom('<div class="paywall">', '<section class="paywall-marker">')
const line = fc.oneof(
  fc.tuple(cased('paywall'), inner, inner).map(([word, a, b]) => `[${a}${word}${b}]`),
  cased('paywall').map((word) => `---${word}---`),
)
const invitation = fc.constantFrom(
  'Subscribe for $5 a month to read on.',
  'Join us for €50 per year and read the full story.',
  'To continue reading, subscribe from £4.99 monthly.',
)

/** Two halves, each a heap of tags without order, and a marker between them. */
const heaps = fc
  .tuple(soup, fc.oneof(comment, classed, around), soup, fc.boolean(), fc.boolean())
  .map(([above, marker, below, again, titled]): MarkedFile => {
    const rest = filled(below, 'gatedx')
    const second = again ? rest.toSpliced(rest.length / 2, 0, marker) : rest
    const title = titled ? '<title>Opentitle</title>' : '<h1>Opentitle</h1>'
    return {
      name: 'a.html',
      text: [title, ...filled(quiet(above), 'open'), marker, ...second].join(''),
    }
  })

/** Places in which a marker may stand as a line or a paragraph of its own. */
const holders: [string, string][] = [
  ['', ''],
  ['<div>', '</div>'],
  ['<div class="share">', '</div>'],
  ['<nav>', '</nav>'],
  ['<button>', '</button>'],
  ['<noscript>', '</noscript>'],
  ['<form><div>', '</div></form>'],
  ['<blockquote>', '</blockquote>'],
  ['<ul><li>W</li><li>', '</li><li>G</li></ul>'],
  ['<ol><li>W<ul><li>', '</li></ul>G</li></ol>'],
  ['<table><tr><td>', '</td><td>G</td></tr></table>'],
  ['<dl><dt>W</dt><dd>', '</dd></dl>'],
  ['<figure><img src="/W.jpg" alt="W"><figcaption>', '</figcaption></figure>'],
  ['<section>', '</section>'],
  ['<article>', '</article>'],
  ['<aside class="pullquote">', '</aside>'],
  ['<details><summary>W</summary>', '</details>'],
  ['<p>W<sup><a href="#fn1">1</a></sup></p><ol class="footnotes"><li id="fn1">', '</li></ol>'],
]
const block = fc.constantFrom(
  ...units.filter((unit) => /^<(?:p|h\d|ul|figure|blockquote|table)\b.*>$/.test(unit)),
)
const paragraphs = fc.array(block, { maxLength: 6 })

const lines = fc
  .tuple(
    paragraphs,
    fc.constantFrom(...holders),
    fc.constantFrom(['<p>', '</p>'], ['<p>W<br>', '<br>G</p>'], ['<p><b>', '</b></p>'], ['', '']),
    line,
    paragraphs,
  )
  .map(([above, [open, close], [before, after], marker, below]): MarkedFile => {
    const ends = [after, close].map((piece) => piece.replaceAll(/\bG\b/g, 'W'))
    return {
      name: 'a.html',
      text: [
        '<h1>Opentitle</h1>',
        ...filled([...quiet(above), open, before ?? ''], 'open'),
        marker,
        ...filled([...ends.map((end) => end ?? ''), ...below], 'gatedx'),
      ].join(''),
    }
  })

const invited = fc
  .tuple(
    paragraphs,
    fc.constantFrom('p', 'h3'),
    fc.constantFrom('', '<div>', '<article>', '<blockquote>', '<div class="promo">'),
    invitation,
    paragraphs,
  )
  .map(([above, name, holder, text, below]): MarkedFile => ({
    name: 'a.html',
    text: [
      '<h1>Opentitle</h1>',
      ...filled(above, 'open'),
      `${holder}<${name}>${text}</${name}>`,
      ...filled(below, 'gatedx'),
    ].join(''),
  }))

const markdownBlocks = [
  'W W W',
  '# W',
  '## W W',
  '- W\n- W',
  '1. W\n2. W',
  '> W',
  '> - W',
  '| W | W |\n| --- | --- |\n| W | W |',
  '```\nW\n```',
  '![W](/W.jpg "W")',
  '[W](https://W.example/)',
  'W[^1]',
  '[^1]: W W',
  '*W*',
  'W\n===',
  '<div>W</div>',
  '<table><tr><td>W</td></tr></table>',
  '[W]: /W',
  '[paywall]: /W',
  '    W',
  '<!-- W -->',
  '---',
]
const markdown = fc
  .tuple(
    fc.array(fc.constantFrom(...markdownBlocks), { maxLength: 6 }),
    fc.constantFrom('', '- ', '> ', '> > ', '1. ', '- - '),
    fc.oneof(comment, line, invitation, classed),
    fc.array(fc.constantFrom(...markdownBlocks), { maxLength: 6 }),
    fc.boolean(),
  )
  .map(([above, prefix, marker, below, fields]): MarkedFile => {
    const head = fields ? '---\ntitle: Opentitle\n---' : '# Opentitle'
    const place = /^[A-Z]/.test(marker) ? marker : prefix + marker
    return {
      name: 'a.md',
      text: [head, ...filled(quiet(above), 'open'), place, ...filled(below, 'gatedx')].join('\n\n'),
    }
  })

const text = fc
  .tuple(
    fc.array(fc.constantFrom('W W W', 'W', 'By N N', '- W\n- W', '1. W', 'W\nW\nW', 'W | W'), {
      maxLength: 6,
    }),
    fc.oneof(comment, line, invitation),
    fc.array(fc.constantFrom('W W W', 'W', 'By N N', '- W\n- W', 'Source: x\nW', 'W\nW'), {
      maxLength: 6,
    }),
    fc.boolean(),
  )
  .map(([above, marker, below, titled]): MarkedFile => ({
    name: 'a.txt',
    text: [
      ...(titled ? ['Opentitle'] : []),
      ...filled(above, 'open'),
      marker,
      ...filled(below, 'gatedx'),
    ].join('\n\n'),
  }))

export const markedFile = fc.oneof(
  { weight: 4, arbitrary: heaps },
  { weight: 2, arbitrary: lines },
  { weight: 1, arbitrary: invited },
  { weight: 3, arbitrary: markdown },
  { weight: 2, arbitrary: text },
)
