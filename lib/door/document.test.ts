import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { text as readAll } from 'node:stream/consumers'
import { PassThrough } from 'node:stream'
import { createElement, type ReactNode, Suspense } from 'react'
import { renderToPipeableStream } from 'react-dom/server'
import { describe, expect, test } from 'vitest'
import { toScriptJson } from '../articles/structured-data.ts'
import { toDocument, UnfinishedDocument } from './document.ts'
import { speculationRules } from './speculation.ts'

/** An article as the production build wrote it, with all of Next's scripts. */
const built = readFileSync(
  path.join(import.meta.dirname, 'testing', 'fixtures', 'article-of-next.html'),
  'utf8',
)

const page = (body: string, head = '<title>A lock</title>') =>
  `<!DOCTYPE html><html lang="en"><head>${head}</head><body>${body}</body></html>`
const flight = '<script>self.__next_f.push([1,"0:{\\"P\\":null}\\n"])</script>'

/** The same page, as `toDocument` is to leave it. */
const kept = (body: string, head?: string) =>
  page(body, head).replace('</head>', `${speculationRules.element}</head>`)

const textOf = (whole: string) =>
  whole.replaceAll(/<script[\s\S]*?<\/script>/g, '').replaceAll(/<[^>]*>/g, '')

const escaped = (words: string) =>
  words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

describe('a page of the production build', () => {
  const { html, inlineHashes } = toDocument(built)

  test('keeps nothing of Next but its style sheets', () => {
    expect(built).toContain('self.__next_f.push')
    expect(html).not.toMatch(/__next|TURBOPACK|\.js\b|as="script"|nomodule/i)
    const files = built.slice(0, built.indexOf('</head>')).match(/\/_next\/[^"]+\.(css|woff2)/g)
    expect(html.match(/\/_next\/[^"]+/g)).toEqual(files)
  })

  test('keeps what is read: the text, the metadata, the data for search engines', () => {
    expect(textOf(html)).toBe(textOf(built))
    const [data] = /<script type="application\/ld\+json">.*?<\/script>/.exec(built) ?? []
    expect(html).toContain(data)
    for (const [meta] of built.matchAll(/<(meta|link rel="(canonical|icon)") [^>]*>/g))
      expect(/next-size-adjust|"twitter:(?!card")/.test(meta) ? meta : html).toContain(meta)
  })

  test('leaves out what the head says a second time, and what the browser does by itself', () => {
    const said = ['card', 'title', 'image:alt', 'cards'].map(
      (name) => `<meta name="twitter:${name}" content="Low water"/>`,
    )
    const connect = ['/', 'https://elsewhere.example'].map(
      (href) => `<link rel="preconnect" href="${href}" crossorigin=""/>`,
    )
    const finished = toDocument(page('<p>a</p>', [...said, ...connect].join(''))).html
    expect(finished).toContain(said[0])
    expect(finished).toContain(connect[1])
    for (const gone of [...said.slice(1), connect[0] ?? '']) expect(finished).not.toContain(gone)
  })

  test('names what a policy has to admit: the rules for fetching ahead', () => {
    const [, rules = ''] = /<script type="speculationrules">(.*?)<\/script>/.exec(html) ?? []
    const hash = createHash('sha256').update(rules).digest('base64')
    expect(inlineHashes).toEqual({ scripts: [`'sha256-${hash}'`], styles: [] })
  })
})

describe('what only looks like a script of Next stays, byte for byte', () => {
  const looks = [
    'self.__next_f.push([1,"x"])',
    '<script>self.__next_f.push([1,"x"])</script>',
    '<script src="/_next/static/chunks/a.js" async=""></script>',
    '<template id="B:0"></template><div hidden id="S:0">late</div><script>$RC("B:0","S:0")</script>',
    '<!--$?-->',
    '</head>',
  ]
  test.each(looks)('in the text of an article: %s', (words) => {
    const body = `<main><p>${escaped(words)}</p></main>`
    expect(toDocument(page(`${body}${flight}`)).html).toBe(kept(body))
  })

  test.each(looks)('in the value of an attribute, which may hold < and >: %s', (words) => {
    const body = `<p><img src="/a.webp" alt="${words.replaceAll('"', '&quot;')}"> after</p>`
    expect(toDocument(page(`${flight}${body}`)).html).toBe(kept(body))
  })

  test.each(looks)('in the data for search engines: %s', (words) => {
    const data = `<script type="application/ld+json">${toScriptJson({ headline: words })}</script>`
    expect(toDocument(page(`${data}${flight}`)).html).toBe(kept(data))
  })

  test.each(looks)('in the title: %s', (words) => {
    const head = `<title>${escaped(words)}</title>`
    expect(toDocument(page(`<p>a</p>${flight}`, head)).html).toBe(kept('<p>a</p>', head))
  })
})

test('the script of the site and styles stay; styles are named for the policy', () => {
  const body =
    '<style>p{color:red}</style><script type="module" async="" src="/site-a.js"></script>'
  const { html, inlineHashes } = toDocument(page(`${body}${flight}`))
  expect(html).toBe(kept(body))
  const hash = createHash('sha256').update('p{color:red}').digest('base64')
  expect(inlineHashes.styles).toEqual([`'sha256-${hash}'`])
})

const link = (name: string) => `<link rel="stylesheet" href="/_next/static/chunks/${name}.css"/>`

test('in the place of a style sheet stand its rules, named for the policy; one that cannot be read stays', () => {
  const asked: string[][] = []
  const { html, inlineHashes } = toDocument(
    page('<p class="a">x</p>', link('a') + link('b')),
    (href, { names }) => {
      asked.push([...names].filter((name) => name.startsWith('.')))
      return href.endsWith('/a.css') ? 'p{color:red}' : null
    },
  )
  expect(html).toBe(kept('<p class="a">x</p>', `<style>p{color:red}</style>${link('b')}`))
  expect(asked).toEqual([['.a'], ['.a']])
  const hash = createHash('sha256').update('p{color:red}').digest('base64')
  expect(inlineHashes.styles).toEqual([`'sha256-${hash}'`])
})

test('Next’s empty wrapper around metadata goes, a hidden bar of ours stays', () => {
  const bar = '<section hidden="" class="bar"><p></p></section>'
  const body = `<div hidden=""><!--$--><!--/$--></div>${bar}`
  expect(toDocument(page(body)).html).toBe(kept(bar))
})

/** What React sends, the shell at once and the rest when it comes. */
async function stream(content: ReactNode, when: 'onShellReady' | 'onAllReady'): Promise<string> {
  const out = new PassThrough()
  const rendering = renderToPipeableStream(content, {
    [when]: () => rendering.pipe(out),
    onError: () => undefined,
  })
  return readAll(out)
}
/** Words that come after the rest of the page. */
const late = () => {
  const { promise, resolve } = Promise.withResolvers<string>()
  setImmediate(() => setImmediate(() => resolve('the gated sentence')))
  return promise
}

/** A page with a part that may be suspended. */
const inFull = (words: ReactNode) =>
  createElement(
    'html',
    null,
    createElement('head', null, createElement('title', null, 'A lock')),
    createElement(
      'body',
      null,
      createElement(
        Suspense,
        { fallback: 'Wait' },
        createElement(() => words),
      ),
    ),
  )

/** What is found in a page that was sent as soon as its shell was there. */
const found = async (content: ReactNode) => {
  const html = await stream(content, 'onShellReady')
  try {
    return toDocument(html).html
  } catch (error) {
    if (error instanceof UnfinishedDocument) return error.what
    throw error
  }
}

describe('a page that only a script could finish is refused, for it would lose text', () => {
  test('a part that came late, as React sends it', async () => {
    expect(await found(inFull(late()))).toMatch(/is missing|came late|a script of its own/)
  })

  test('a part that failed, as React sends it', async () => {
    const fails = createElement(() => {
      throw new Error('no database')
    })
    expect(await found(inFull(fails))).toMatch(/is missing/)
  })

  test('the same part in time is no reason to refuse', async () => {
    const whole = await stream(inFull(late()), 'onAllReady')
    expect(toDocument(whole).html).toContain('the gated sentence')
  })

  test.each([
    ['the empty page of an error', '<html id="__next_error__"><head></head><body></body></html>'],
    ['a template of a boundary', page('<template id="B:0"></template>')],
    ['a hidden segment', page('<div hidden id="S:1">late</div>')],
    ['a late row of a table', page('<table hidden id="S:a"><tbody id="S:b"></tbody></table>')],
    ['a wrapper of metadata that is not empty', page('<div hidden=""><!--$--><p></p></div>')],
    ['a boundary that waits', page('<!--$?-->Wait<!--/$-->')],
    ['a boundary that failed', page('<!--$!-->Wait<!--/$-->')],
    ['metadata after the head', page('<meta name="description" content="a"/>')],
    ['a title after the head', page('<title>Late</title>')],
    ['a canonical address after the head', page('<link rel="canonical" href="/a"/>')],
    ['a script that puts things in place', page('<script>$RC("B:0","S:0")</script>')],
    ['a script nobody knows', page('<script>alert(1)</script>')],
    ['a script with a comment of HTML', page('<script>self.__next_f="<!--"</script>')],
    ['a script without an end', page('<script>self.__next_f=1')],
    ['a comment without an end', page('<!-- a')],
    ['a value without an end', page('<p title="a>')],
    ['half a page', page('<p>a</p>').replace('</body></html>', '')],
    ['no head', '<!DOCTYPE html><html><body></body></html>'],
  ])('%s', (_, html) => {
    expect(() => toDocument(html)).toThrow(UnfinishedDocument)
  })

  test('a title in a drawing is no title of the page', () => {
    const body = '<svg><title>A lock</title></svg>'
    expect(toDocument(page(body)).html).toBe(kept(body))
  })
})
