import { createHash } from 'node:crypto'
import { unloaded } from '#lib/identity/typefaces.ts'
import { publication } from '#lib/publication.ts'
import { plainPolicy } from './policy.ts'

const used = [
  'paper',
  'ink',
  'ink-soft',
  'ink-faint',
  'rule',
  'brand',
  'on-brand',
  'red',
  'accent',
  'focus',
] as const

const colours = (scheme: 'light' | 'dark') =>
  used.map((name) => `--${name}:${publication.colours[scheme][name]}`).join(';')

const sans = unloaded(publication, 'interface')
const serif = unloaded(publication, 'reading')

/**
 * The look of what is answered without Next: the colours of the publication, by day and by night. No typeface is
 * loaded: a page that says that something is broken needs nothing else.
 */
const style = `
:root{color-scheme:light dark;${colours('light')}}
@media screen and (prefers-color-scheme:dark){:root{${colours('dark')}}}
*{box-sizing:border-box;margin:0}
body{min-height:100vh;background:var(--paper);color:var(--ink);font:1.0625rem/1.5 ${sans}}
header{border-block-end:1px solid var(--rule)}
header a,main{max-width:48rem;margin-inline:auto;padding-inline:clamp(1.125rem,4vw,2.5rem)}
header a{display:flex;align-items:flex-end;gap:.625rem;font:600 1.75rem/1 ${serif};letter-spacing:-.02em;color:inherit;text-decoration:none}
header a span{padding-block:1.25rem .875rem}
header i{align-self:flex-start}
svg{display:block;height:4rem}
main{padding-block:clamp(3rem,12vh,7rem) 4rem}
small{font-size:.9375rem;font-weight:600;color:var(--accent)}
h1{margin-block:.375rem 1rem;font:500 clamp(2.25rem,7vw,3.25rem)/1.06 ${serif};letter-spacing:-.018em;text-wrap:balance}
p{max-width:34rem;font:1.25rem/1.45 ${serif};color:var(--ink-soft)}
p+p{margin-block-start:.75rem}
nav{display:flex;flex-wrap:wrap;gap:.75rem;margin-block-start:2rem}
nav a{display:inline-flex;align-items:center;min-height:2.875rem;padding:.5rem 1.25rem;border:1px solid var(--ink-faint);color:inherit;font-weight:600;text-decoration:none}
nav a:first-child{border-color:transparent;background:var(--brand);color:var(--on-brand)}
a:hover{text-decoration:underline;text-underline-offset:.16em}
:focus-visible{outline:3px solid var(--focus);outline-offset:2px}
@media(forced-colors:active){nav a{border-color:currentColor!important}}
@media print{nav{display:none}}
`.replaceAll('\n', '')

const hash = createHash('sha256').update(style).digest('base64')

/** The policy of these pages: their own style, and nothing else. */
export const plainPagePolicy = plainPolicy([`'sha256-${hash}'`])

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')

type PlainPage = {
  /** What kind of page it is, above its title. */
  kicker: string
  title: string
  sentences: readonly string[]
  /** Ways on: where to, and what it says. The first is the one to take. */
  ways: readonly { href: string; name: string }[]
}

/** A whole page in the publication's look that needs no other file. Everything it says is escaped. */
export function plainPage({ kicker, title, sentences, ways }: PlainPage): string {
  const { name, language, direction, logo } = publication
  // One that is drawn twice, in colours of its own, could stand on the wrong ground here.
  const mark = typeof logo.mark === 'string' ? `<i aria-hidden="true">${logo.mark}</i>` : ''
  const links = ways.map(
    ({ href, name: says }) => `<a href="${escaped(href)}">${escaped(says)}</a>`,
  )
  return [
    `<!doctype html><html lang="${language}" dir="${direction}"><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">`,
    `<meta name="robots" content="noindex"><title>${escaped(title)} · ${escaped(name)}</title><style>${style}</style>`,
    `<header><a href="/">${mark}<span>${escaped(name)}</span></a></header>`,
    `<main><small>${escaped(kicker)}</small><h1>${escaped(title)}</h1>`,
    ...sentences.map((sentence) => `<p>${escaped(sentence)}</p>`),
    `<nav aria-label="Ways on">${links.join('')}</nav></main></html>`,
  ].join('')
}
