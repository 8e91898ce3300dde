/** The demo publication is what people judge the product by, and what the wall looks for leaks in. */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'

const content = path.join(import.meta.dirname, '..', '..', 'content')
const read = (...name: string[]) => readFileSync(path.join(content, ...name), 'utf8')

const frontMatter = z.object({
  slug: z.string(),
  section: z.string(),
  topics: z.array(z.string()).min(1),
  regions: z.array(z.string()).min(1),
  authors: z.array(z.string()).min(1),
  access: z.enum(['free', 'registered', 'subscriber']),
  published: z.coerce.date(),
})
const named = z
  .array(z.object({ name: z.string() }))
  .transform((all) => all.map(({ name }) => name))
const shelves = z
  .object({ sections: named, topics: named, regions: named, authors: named })
  .parse(parse(read('publication.yaml')))

const articles = readdirSync(path.join(content, 'articles')).map((file) => {
  const [, head = '', body = ''] = /^---\n(.*?)\n---\n(.*)$/s.exec(read('articles', file)) ?? []
  const [above = '', below = ''] = body.split('<!--paywall-->')
  const notes = below.split('\n').filter((line) => isNoteOf(line, above))
  const gated = below.split('\n').filter((line) => !isNoteOf(line, above))
  return {
    file,
    facts: frontMatter.parse(parse(head)),
    body,
    open: [head, above, ...notes].join('\n'),
    gated: gated.join('\n'),
  }
})

/** A note of the preview is of the preview, wherever it stands in the file. */
function isNoteOf(line: string, above: string): boolean {
  const [, name] = /^\[\^(\w+)\]:/.exec(line) ?? []
  return name !== undefined && above.includes(`[^${name}]`)
}

const RUN = 8

/** Every eight words in a row. */
function runsOf(text: string): string[] {
  const words = text
    .replaceAll(/<[^>]*>|\]\([^)]*\)|\[\^\w+\]:?/g, ' ')
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu)
  return (words ?? []).slice(RUN - 1).map((_, at) => (words ?? []).slice(at, at + RUN).join(' '))
}

describe.each(articles)('$file', ({ file, facts, body, gated, open }) => {
  test('is filed under what there is', () => {
    expect(file).toBe(`${facts.slug}.md`)
    expect(shelves.sections).toContain(facts.section)
    expect(shelves.topics).toEqual(expect.arrayContaining(facts.topics))
    expect(shelves.regions).toEqual(expect.arrayContaining(facts.regions))
    expect(shelves.authors).toEqual(expect.arrayContaining(facts.authors))
  })

  test('is free or has a marker, and links only to articles that are there', () => {
    expect(gated !== '').toBe(facts.access !== 'free')
    const linked = [...body.matchAll(/\]\(\/articles\/([\w-]+)\)/g)].map(([, slug]) => slug)
    expect(articles.map((article) => article.facts.slug)).toEqual(expect.arrayContaining(linked))
    expect(open).not.toContain('<!--paywall-->')
  })
})

test('no eight words from below a marker stand in anything public', () => {
  const open = new Set(
    [
      ...articles.map((article) => article.open),
      read('comments.yaml'),
      read('publication.yaml'),
    ].flatMap(runsOf),
  )
  const seen = articles.flatMap(({ file, gated }) =>
    runsOf(gated).flatMap((run) => (open.has(run) ? [`${file}: ${run}`] : [])),
  )
  expect(seen).toEqual([])
})

test('every shelf has something on it', () => {
  const used = articles.flatMap(({ facts }) => [
    facts.section,
    ...facts.topics,
    ...facts.regions,
    ...facts.authors,
  ])
  for (const names of Object.values(shelves)) expect(used).toEqual(expect.arrayContaining(names))
})
