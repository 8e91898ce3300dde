/** The articles of the wall: Markdown files for the importer, and what of each may not be seen. */
import { createHmac } from 'node:crypto'
import { stack } from '../support/stack.ts'
import { drawKept, type KeptPicture } from './kept-picture.ts'
import type { Gated } from './oracle.ts'
import { stories, type Story } from './stories.ts'

/** `early`, `late` and `missing` say where the marker of a subscriber article is. */
export type Kind = keyof typeof stories

/** Those that are published at one level after the other. */
export type Moving = 'moving' | 'shifting'

export type Fixture = {
  kind: Kind
  level: 'free' | 'registered' | 'subscriber'
  slug: string
  path: string
  title: string
  /** What the file holds that the importer is given. */
  source: string
  /** The addresses of the pictures below the marker that stand elsewhere. */
  pictures: string[]
  /** The one that lies beside the file and is kept by the publication. */
  kept: KeptPicture
  /** What stands below the marker; of a free article, what would. */
  below: Gated
}

const letters = 'abcdefghijklmnopqrstuvwxyz'

/**
 * Twelve letters nobody can guess, the same in every worker of a run: made from a secret that was
 * itself made for the run. Letters alone, so that they stay whole in addresses, names and ids.
 */
export function runMark(purpose: 'gated' | 'open'): string {
  const bytes = createHmac('sha256', stack().webhookSecret).update(`wall ${purpose}`).digest()
  return [...bytes.subarray(0, 12)].map((byte) => letters[byte % letters.length]).join('')
}

const parts = ['he', 'pa', 'qu', 'li', 'al', 'ca', 'fi', 'em', 'fo', 'en'] as const
type Part = (typeof parts)[number]

const levels: Record<Exclude<Kind, Moving | 'failing'>, Fixture['level']> = {
  early: 'subscriber',
  late: 'subscriber',
  missing: 'subscriber',
  registered: 'registered',
  free: 'free',
}

/** All five articles of this run. */
export function fixturesOf(marks: { gated: string; open: string }): Fixture[] {
  return (['early', 'late', 'missing', 'registered', 'free'] as const).map((kind) =>
    // What everybody may read must not look like a secret.
    fixtureOf(kind === 'free' ? marks.open : marks.gated, kind, {
      level: levels[kind],
      status: 'published',
    }),
  )
}

/** The article that moves, which each file of the wall has for itself: at this level now, or withdrawn. Its words stay the same. */
export const movingOf =
  (mark: string, kind: Moving) =>
  (level: Fixture['level'] | 'withdrawn'): Fixture =>
    oneByItself(mark, kind, level)

/** The article of which the database tells the text as its error: that it stands in a log is no fault of the log. */
export function failingFixture(mark: string, level: 'subscriber' | 'withdrawn'): Fixture {
  return oneByItself(mark, 'failing', level)
}

function oneByItself(mark: string, kind: Kind, level: Fixture['level'] | 'withdrawn'): Fixture {
  return level === 'withdrawn'
    ? fixtureOf(mark, kind, { level: 'subscriber', status: 'withdrawn' })
    : fixtureOf(mark, kind, { level, status: 'published' })
}

type Placing = { level: Fixture['level']; status: 'published' | 'withdrawn' }

function fixtureOf(mark: string, kind: Kind, placing: Placing): Fixture {
  const story: Story = stories[kind]
  const sentinel = (part: Part) => `${mark}${kind.slice(0, 2)}${part}`
  const slug = `wall-${kind}`
  // It begins like a sentinel and is none: nobody may ever be told it.
  const kept = drawKept(`${mark}${kind.slice(0, 2)}zz`)
  return {
    kind,
    level: placing.level,
    slug,
    path: `/articles/${slug}`,
    title: story.title,
    source: [
      frontMatter(slug, story, placing),
      ...story.above.map((text) => `<p>${text}</p>`),
      ...(kind === 'missing' || kind === 'free' ? [] : ['<!--paywall-->']),
      ...below(story, sentinel),
      `<figure><img src="${kept.name}" alt=""></figure>`,
    ].join('\n\n'),
    pictures: [pictureOf(sentinel)],
    kept,
    below: {
      owner: slug,
      picture: { hash: kept.hash, pieces: [] },
      sentinels: parts.map((part) => sentinel(part)),
      texts: [
        story.heading,
        story.paragraph,
        story.quote,
        story.linked,
        story.alt,
        story.caption,
        story.film,
        story.footnote,
        story.end,
      ],
    },
  }
}

/** Older than the newest of the demo, which lead the front page; not so old that a feed, which has the newest thirty, leaves them out. */
function frontMatter(slug: string, story: Story, { level, status }: Placing): string {
  const fields = {
    title: story.title,
    standfirst: story.standfirst,
    slug,
    section: 'Work',
    topics: ['Measurement'],
    regions: ['North Sea'],
    authors: ['Wall Keeper'],
    access: level,
    status,
    published: '2026-11-01T06:00:00Z',
  }
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${JSON.stringify(value)}`)
  return ['---', ...lines, '---'].join('\n')
}

const pictureOf = (sentinel: (part: Part) => string) =>
  `https://pictures.example/${sentinel('fi')}.jpg`

function below(story: Story, sentinel: (part: Part) => string): string[] {
  return [
    `<h2>${story.heading} ${sentinel('he')}</h2>`,
    `<p>${story.paragraph} ${sentinel('pa')}<sup><a href="#fn1">1</a></sup></p>`,
    `<blockquote><p>${story.quote} <cite>${sentinel('qu')}</cite></p></blockquote>`,
    `<p><a href="https://sources.example/${sentinel('li')}">${story.linked}</a></p>`,
    `<figure><img src="${pictureOf(sentinel)}" alt="${story.alt} ${sentinel('al')}" width="800" height="500"><figcaption>${story.caption} ${sentinel('ca')}</figcaption></figure>`,
    `<iframe src="https://www.youtube.com/embed/${sentinel('em')}" title="${story.film}"></iframe>`,
    `<p>${story.end} ${sentinel('en')}</p>`,
    `<section class="footnotes"><ol><li id="fn1">${story.footnote} ${sentinel('fo')}</li></ol></section>`,
  ]
}
