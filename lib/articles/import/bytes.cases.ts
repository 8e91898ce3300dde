/** Files that are no article, or one that was made to cost much. None was found by chance: each is a known attack. */
import { gzipSync } from 'node:zlib'
import type { GivenFile } from './bytes.fuzz.test.ts'

const text = (name: string, content: string): GivenFile => ({
  name,
  bytes: new TextEncoder().encode(content),
})
const yaml = (lines: string) => text('a.md', `---\n${lines}\n---\n\ntext`)
const laughs = Array.from(
  { length: 12 },
  (_, level) =>
    `a${level + 1}: &a${level + 1} [${Array(12)
      .fill(level === 0 ? 'ha' : `*a${level}`)
      .join(', ')}]`,
)

export const known: Record<string, GivenFile> = {
  'a zip that holds nothing': {
    name: 'a.html',
    bytes: Uint8Array.from([0x50, 0x4b, 5, 6, ...Array<number>(18).fill(0)]),
  },
  'a bomb in gzip': { name: 'a.txt', bytes: gzipSync(Buffer.alloc(10_000_000)) },
  'a billion laughs': yaml(['title: t', 'topics: *a12', 'a0: &a0 ha', ...laughs].join('\n')),
  'laughs as the title': yaml(`title: &a [*a, *a]`),
  'the prototype as a field': yaml('title: t\n__proto__: { access: free }'),
  'the constructor as a field': yaml('title: t\nconstructor: { prototype: { access: free } }'),
  'the prototype in a merge': yaml('title: t\n<<: { __proto__: { access: free } }'),
  'a tag of a type': yaml('title: !!js/function "function () { return 1 }"'),
  'brackets without end': yaml(`title: t\ntopics: ${'['.repeat(20_000)}`),
  'braces within braces': yaml(`title: t\nsource: ${'{a: '.repeat(5000)}`),
  'quotes within quotes': text('a.md', `# t\n\n${'>'.repeat(10_000)} a`),
  'lists within lists': text('a.md', `# t\n\n${'- '.repeat(10_000)}a`),
  'lists within lists, on lines': text(
    'a.md',
    `# t\n\n${Array.from({ length: 400 }, (_, depth) => `${'  '.repeat(depth)}- a`).join('\n')}`,
  ),
  'blocks within blocks': text('a.html', `<h1>t</h1>${'<div>'.repeat(10_000)}a`),
  'lists within lists of HTML': text('a.html', `<h1>t</h1>${'<ul><li>'.repeat(10_000)}a`),
  'items without lists': text('a.html', `<h1>t</h1>${'<li>'.repeat(5000)}a`),
  'marks that are opened again in each paragraph': text(
    'a.html',
    `<h1>t</h1><p>${Array.from({ length: 390 }, (_, id) => `<b id="${id}">`).join('')}${'<p>x'.repeat(20_000)}`,
  ),
  'tables within tables': text('a.html', `<h1>t</h1>${'<table><tr><td>'.repeat(5000)}a`),
  'a table without end': text('a.html', `<h1>t</h1><table>${'<tr><td>a<td>b'.repeat(2000)}`),
  'a paragraph without end': text('a.html', `<h1>t</h1><p>${'word '.repeat(1_100_000)}`),
  'an attribute without end': text('a.html', `<h1>t</h1><p title="${'a '.repeat(500_000)}`),
  'half a character of UTF-16': {
    name: 'a.txt',
    bytes: Uint8Array.from([0xff, 0xfe, 0x61, 0x00, 0x0a, 0x00, 0x3d, 0xd8]),
  },
  'one byte after the mark of UTF-16': {
    name: 'a.txt',
    bytes: Uint8Array.from([0xfe, 0xff, 0x61]),
  },
}

/** As large as an article may be, each of a kind that took a time that grew with the square of its length. */
export const slow: Record<string, GivenFile> = {
  'markers on lines': text('a.html', `<h1>t</h1><p>a\n${'[paywall]\n'.repeat(30_000)}`),
  'labels of credits in a caption': text(
    'a.html',
    `<h1>t</h1><p>a</p><figure><img src="/a"><figcaption>${'xphoto: '.repeat(200_000)}`,
  ),
  'a source of hyphens': text(
    'a.html',
    `<h1>t</h1>${`<p>${'a '.repeat(30)}.</p>`.repeat(3)}<p>Related</p><p>Source ${'-'.repeat(1_500_000)}x`,
  ),
  'text in what is left out': text(
    'a.html',
    `<h1>t</h1>a${`<svg>${'x '.repeat(2000)}`.repeat(390)}`,
  ),
  'footnotes in footnotes': text(
    'a.html',
    `<h1>t</h1>a${Array.from({ length: 190 }, (_, id) => `<ol><li id="fn${id}">${'x '.repeat(1000)}`).join('')}`,
  ),
  'footnotes in a chain': text(
    'a.html',
    `<h1>t</h1><p>a<sup><a href="#fn0">1</a></sup><!--more--><ol class="footnotes">${Array.from(
      { length: 1000 },
      (_, id) => `<li id="fn${id}">x<sup><a href="#fn${id + 1}">1</a></sup>`,
    ).join('')}`,
  ),
}
