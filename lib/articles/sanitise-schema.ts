/**
 * The allow-list: what an article may consist of. It is applied after the article has its shape and
 * is the last word, so that a mistake before it can misplace a word but not let in a script.
 */
import type { Schema } from 'hast-util-sanitize'

const span: [string, RegExp] = ['', /^\d{1,3}$/]

export const articleSchema: Schema = {
  tagNames: `a abbr aside blockquote br caption cite code dd del dl dt em figcaption figure h2 h3 h4
    hr img ins kbd li mark ol p pre q s samp section small span strong sub sup table tbody td tfoot th
    thead tr ul var wbr`.split(/\s+/),
  attributes: {
    a: [
      'href',
      ['rel', 'noopener'],
      ['className', 'footnote-ref', 'footnote-back'],
      ['id', /^footnote-ref-\d{1,5}$/],
      ['ariaLabel', 'Back to the text'],
    ],
    abbr: ['title'],
    aside: [['className', 'pullquote']],
    img: [
      'src',
      'alt',
      ['width', /^\d{1,5}$/],
      ['height', /^\d{1,5}$/],
      ['loading', 'lazy'],
      ['decoding', 'async'],
    ],
    li: [
      ['id', /^footnote-\d{1,5}$/],
      ['value', /^\d{1,5}$/],
    ],
    ol: [['start', /^-?\d{1,6}$/]],
    section: [['className', 'footnotes']],
    span: [['className', 'credit']],
    td: [
      ['colSpan', span[1]],
      ['rowSpan', span[1]],
    ],
    th: [
      ['colSpan', span[1]],
      ['rowSpan', span[1]],
      ['scope', 'col', 'row', 'colgroup', 'rowgroup'],
    ],
  },
  ancestors: {},
  clobber: [],
  protocols: { href: ['http', 'https', 'mailto', 'tel'], src: ['http', 'https'] },
  required: {},
  strip: ['script', 'style'],
  allowComments: true,
  allowDoctypes: false,
}
