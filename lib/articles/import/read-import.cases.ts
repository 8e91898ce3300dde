/** Files from which something below the marker was public once. Found by the fuzz tests of this room. */
import type { MarkedFile } from '../testing/marked.ts'

const html = (text: string): MarkedFile => ({ name: 'a.html', text })
const markdown = (text: string): MarkedFile => ({ name: 'a.md', text })

/** The whole article was free, because the marker was not seen. */
const unseen = {
  'a line in what is left out': html('<h1>T</h1><nav><p>---paywall---</p></nav><p>gatedxbz</p>'),
  'a line in a button': html('<h1>T</h1><p>open</p><button>[paywall]</button><p>gatedxbz</p>'),
  'a line in furniture': html('<h1>T</h1><div class="share"><p>[paywall]</p></div><p>gatedxbz</p>'),
  'in a template': html('<h1>T</h1><p>open</p><template><!--paywall--></template><p>gatedxbz</p>'),
  'in furniture in a template': html(
    '<h1>T</h1>open<template><div class="share"><span class="paywall"></span></div></template>gatedxbz',
  ),
  'a class around definitions': html('<h1>T</h1><dl><div class="paywall">gatedxbz'),
  'a class around footnotes alone': html(
    '<h1>T</h1><div class="paywall"><li id="fn2">gatedxbz <a href="#fn3">3</a></li>',
  ),
  'among footnotes, in what is no footnote': html(
    '<h1>T</h1>open<ol class="footnotes"><div class="share"><span class="paywall"></span>gatedxbz',
  ),
  'before a footnote, in a quote': html('<h1>T</h1><blockquote><!--paywall--><p id="fn2">gatedxbz'),
  'in a table that is empty': html(
    '<h1>T</h1><p>open</p><table><tr><td><!--paywall--></td></tr></table><p>gatedxbz</p>',
  ),
  'outside of what looks like the article': html(
    '<h1>T</h1><article>open</article><!--paywall--><article>gatedxbz gatedxcz gatedxdz</article>',
  ),
  'on the first line': { name: 'a.txt', text: '[paywall]\n\ngatedxbz\n\ngatedxcz' },
  'brackets with an address': markdown(
    '# T\n\nopen\n\n[paywall]\n\ngatedxbz\n\n[paywall]: /gatedxcz',
  ),
  'brackets with an address, in a quote': markdown(
    '# T\n\n[paywall]: /open\n\n> > [paywall]\n\ngatedxbz',
  ),
}

/** It was the headline, the standfirst, an author. */
const inFields = {
  'a heading below is no headline': html('<title>T</title><p>open<!--paywall--><h1>gatedxbz</h1>'),
  'a heading below the first line': markdown('<!--paywall-->\n\n# gatedxbz\n\ngatedxcz'),
  'a heading torn by the marker': markdown('# T <!--paywall--> gatedxbz\n\ngatedxcz'),
  'a paragraph torn within its mark-up is no standfirst': markdown(
    '# T\n\n*open <!--paywall--> gatedxbz*\n\ngatedxcz',
  ),
  'a paragraph after a figure that holds the marker is no standfirst': html(
    '<h1>T</h1><figure><img src="/a.jpg"><figcaption>open<!--paywall--></figcaption></figure><p>gatedxbz</p><p>gatedxcz</p>',
  ),
  'an author below': html(
    '<h1>T</h1><p>open<!--paywall--><p><span class="author">Gatedxbz Gatedxcz</span></p>',
  ),
  'an author below, in what is left out': html(
    '<h1>T</h1>openbz<form><span class="paywall"></span><span class="author">Gatedxbz Gatedxcz</span>',
  ),
  'an author loose in a table': html(
    '<h1>T</h1><table><!--paywall--><span class="author">Gatedxbz Gatedxcz</span>',
  ),
}

/** A parser had moved it above the marker. */
const moved = {
  'loose after a cell': html(
    '<h1>T</h1>open<table><tr><td>a<!--paywall--></td></tr>gatedxbz</table>',
  ),
  'loose before a cell': html(
    '<h1>T</h1>open<table><!--paywall-->gatedxbz<tr><td>a</td></tr></table>',
  ),
  'loose in a table in a heading': html('<h1>T</h1><h1><table><!--paywall-->gatedxbz'),
  'loose in a table, before the end of no paragraph': html(
    '<h1>T</h1><table><!--paywall-->gatedxbz</p>',
  ),
  'loose in rows without a table': html(
    '<title>T</title><tbody><div class="paywall"><table><tr><td>gatedxbz</td></tr></table>',
  ),
  'loose in rows without a table, at two markers': html(
    '<title>T</title><tbody><!--paywall-->gatedxbz<!--paywall-->gatedxcz',
  ),
  'loose in a second table, in mark-up that is open': html(
    '<h1>T</h1><table><i><div class="paywall"><table>gatedxbz',
  ),
}

export const opened: Record<string, MarkedFile> = { ...unseen, ...inFields, ...moved }
