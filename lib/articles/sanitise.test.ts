import { describe, expect, test } from 'vitest'
import { MarkupError } from './parse-html.ts'
import { printHtml, sanitise } from './sanitise.ts'
import { attacks } from './testing/attacks.ts'

const clean = (html: string) => printHtml(sanitise(html).tree)

describe('the shape of an article', () => {
  test.each<[string, string, string]>([
    ['loose text is a paragraph', 'a <b>b</b>', '<p>a <strong>b</strong></p>'],
    ['headings begin at the second level', '<h1>a</h1><h5>b</h5>', '<h2>a</h2><h4>b</h4>'],
    [
      'divs are no paragraphs of their own',
      '<div>a<div>b</div>c</div>',
      '<p>a</p><p>b</p><p>c</p>',
    ],
    ['two line breaks part paragraphs', 'a<br><br>b<br>c', '<p>a</p><p>b<br>c</p>'],
    ['empty paragraphs go', '<p>&nbsp;</p><p></p><h2> </h2><ul><li></li></ul>a', '<p>a</p>'],
    [
      'a link around blocks goes into them',
      '<a href="/x"><h3>a</h3><p>b</p></a>',
      '<h3><a href="/x">a</a></h3><p><a href="/x">b</a></p>',
    ],
    [
      'a list in a list without an item joins the item before',
      '<ul><li>a</li><ul><li>b</li></ul></ul>',
      '<ul><li><p>a</p><ul><li>b</li></ul></li></ul>',
    ],
    ['lists keep their start', '<ol start="3"><li>a</li></ol>', '<ol start="3"><li>a</li></ol>'],
    [
      'quotes',
      '<blockquote>a<footer>b</footer></blockquote>',
      '<blockquote><p>a</p><p>b</p></blockquote>',
    ],
    [
      'pull quotes, however they are written',
      '<blockquote class="pullquote"><p>a</p></blockquote>',
      '<aside class="pullquote"><p>a</p></aside>',
    ],
    [
      'pull quotes as figures',
      '<figure class="wp-block-pullquote"><blockquote><p>a</p></blockquote></figure>',
      '<aside class="pullquote"><p>a</p></aside>',
    ],
    ['definitions', '<dl><dt>a</dt><dd>b</dd></dl>', '<dl><dt>a</dt><dd>b</dd></dl>'],
    [
      'code',
      '<pre><code class="language-js">a\n  b</code></pre>',
      '<pre><code>a\n  b</code></pre>',
    ],
    [
      'marks',
      '<p><i>a</i><abbr title="b">c</abbr><u>d</u><font color="red">e</font></p>',
      '<p><em>a</em><abbr title="b">c</abbr>de</p>',
    ],
    [
      'tables',
      '<table border="1"><caption>a</caption><tr><th scope="col" style="x">b</th></tr><tr><td colspan="2">c</td></tr></table>',
      '<table><caption>a</caption><tbody><tr><th scope="col">b</th></tr><tr><td colspan="2">c</td></tr></tbody></table>',
    ],
    [
      'pictures',
      '<p><img src="/a.jpg" width="640" height="480" class="x" srcset="/b.jpg 2x"></p>',
      '<p><img src="/a.jpg" alt="" width="640" height="480" loading="lazy" decoding="async"></p>',
    ],
    [
      'a picture that is loaded late elsewhere',
      '<img src="data:image/gif;base64,R0" data-src="https://pictures.example/a.jpg" alt="b">',
      '<p><img src="https://pictures.example/a.jpg" alt="b" loading="lazy" decoding="async"></p>',
    ],
    [
      'figures with caption and credit',
      '<figure><p><img src="/a.jpg" alt="b"></p><figcaption>c <cite>D. E.</cite></figcaption></figure>',
      '<figure><img src="/a.jpg" alt="b" loading="lazy" decoding="async"><figcaption>c <span class="credit">D. E.</span></figcaption></figure>',
    ],
    [
      'a credit at the end of a caption',
      '<figure><img src="/a.jpg" alt=""><figcaption>The lock in 1957. Photo: M. Reyes</figcaption></figure>',
      '<figure><img src="/a.jpg" alt="" loading="lazy" decoding="async"><figcaption>The lock in 1957. <span class="credit">Photo: M. Reyes</span></figcaption></figure>',
    ],
    ['comments go', '<p>a<!-- b -->c</p>', '<p>ac</p>'],
    ['control characters go', 'a\u0008b', '<p>ab</p>'],
  ])('%s', (_, html, expected) => {
    expect(clean(html)).toBe(expected)
  })
})

describe('links', () => {
  test.each<[string, string]>([
    ['https://example.org/a?b=c#d', '<a href="https://example.org/a?b=c#d" rel="noopener">x</a>'],
    ['//example.org/a', '<a href="http://example.org/a" rel="noopener">x</a>'],
    ['/articles/a', '<a href="/articles/a">x</a>'],
    ['mailto:a@example.org', '<a href="mailto:a@example.org">x</a>'],
    ['tel:+44123', '<a href="tel:+44123">x</a>'],
    ['#part', '<a href="#part">x</a>'],
    ['', 'x'],
    ['javascript:alert(1)', 'x'],
    ['ftp://example.org/', 'x'],
    ['https://', 'x'],
  ])('%j', (href, expected) => {
    expect(clean(`<a href="${href}" target="_blank" rel="nofollow" onclick="x">x</a>`)).toBe(
      `<p>${expected}</p>`,
    )
  })
})

describe('embeds of named hosts are links, of others they are left out', () => {
  test.each<[string, string, string]>([
    [
      'https://www.youtube-nocookie.com/embed/abcdefghijk?rel=0',
      'https://www.youtube.com/watch?v=abcdefghijk',
      'Video: Locks (youtube.com)',
    ],
    ['//player.vimeo.com/video/12345', 'https://vimeo.com/12345', 'Video: Locks (vimeo.com)'],
    [
      'https://open.spotify.com/embed/episode/1a',
      'https://open.spotify.com/episode/1a',
      'Audio: Locks (spotify.com)',
    ],
    [
      'https://w.soundcloud.com/player/?url=https%3A//soundcloud.com/a/b',
      'https://soundcloud.com/a/b',
      'Audio: Locks (soundcloud.com)',
    ],
    [
      'https://datawrapper.dwcdn.net/aBcDe/1/',
      'https://datawrapper.dwcdn.net/aBcDe/1/',
      'Chart: Locks (datawrapper.de)',
    ],
  ])('%s', (src, href, name) => {
    expect(clean(`<iframe src="${src}" title="Locks"></iframe>`)).toBe(
      `<p><a href="${href}" rel="noopener">${name}</a></p>`,
    )
  })

  test('others', () => {
    for (const src of [
      'https://unknown.example/x',
      'https://youtube.com.evil.example/embed/abcdefghijk',
      'javascript:alert(1)',
    ]) {
      const { tree, dropped } = sanitise(`<iframe src="${src}"></iframe>`)
      expect(printHtml(tree)).toBe('')
      expect(dropped).toEqual([`<iframe> ${src}`])
    }
  })
})

test('what is left out with its text is told', () => {
  const { dropped } = sanitise(
    '<nav>Home | News</nav><style>p{}</style><script src="/x.js"></script><form>Your <b>name</b></form><img src="x.jpg" alt="A lock"><p>a</p><a href="data:x">b</a>',
  )
  expect(dropped).toEqual([
    '<nav> Home | News',
    '<style> (3 characters)',
    '<script>',
    '<form> Your name',
    'a picture: x.jpg A lock',
    'the address of a link: data:x',
  ])
})

test('footnotes of Markdown and of HTML become one list with names of our own', () => {
  const markdown =
    '<p>a<sup><a href="#user-content-fn-x" id="user-content-fnref-x" data-footnote-ref>1</a></sup></p><section data-footnotes class="footnotes"><h2 id="footnote-label">Footnotes</h2><ol><li id="user-content-fn-x"><p>b <a href="#user-content-fnref-x" data-footnote-backref>↩</a></p></li></ol></section>'
  const html =
    '<p>a<a href="#fn7"><sup>7</sup></a></p><h3>Notes</h3><p id="fn7"><sup>7</sup> b <a href="#r7">↩</a></p>'
  const expected =
    '<p>a<sup><a href="#footnote-1" class="footnote-ref" id="footnote-ref-1">1</a></sup></p><section class="footnotes"><ol><li id="footnote-1" value="1"><p>b <a href="#footnote-ref-1" class="footnote-back" aria-label="Back to the text">↩</a></p></li></ol></section>'
  expect(clean(markdown)).toBe(expected)
  expect(clean(html)).toBe(expected)
})

test('mark-up nested deeper or larger than any article is refused before it is parsed', () => {
  expect(() => sanitise('<p>a</p>'.repeat(100_000))).toThrow(MarkupError)
  expect(() => sanitise('<div>'.repeat(200_000))).toThrow(MarkupError)
  expect(clean('<p>a'.repeat(2000))).toContain('<p>a</p>')
})

test.each(attacks)('an attack leaves nothing that runs: %s', (attack) => {
  const { tree, dropped } = sanitise(`<p>before</p>${attack}<p>after</p>`)
  const html = printHtml(tree)
  // Attribute values may quote an attack as text; the names of elements and attributes may not.
  const names = html.replace(/"[^"]*"/g, '""')
  expect(names).not.toMatch(
    /<(?:script|style|svg|math|iframe|object|embed|form|input|base|link|meta|template|x:)/i,
  )
  expect(names).not.toMatch(
    /<[^>]*\s(?:on\w+|style|srcdoc|srcset|name|target|formaction|xlink:href)=/i,
  )
  expect(html).not.toMatch(/(?:href|src)="\s*(?:javascript|vbscript|data|blob|filesystem):/i)
  expect(html).not.toMatch(/\sid="(?!footnote-)/)
  expect(html).not.toMatch(/evil\.example(?!.*rel="noopener")/)
  expect(html).toMatch(/^<p>before/)
  // Where an attack swallows what follows it, as in a browser, that is told.
  expect(html + dropped.join('')).toContain('after')
})
