import { z } from 'zod'
import { publication } from '#lib/publication.ts'
import { readLocalMoment } from '#lib/zoned-day.ts'
import { type ContainerKind, containerKinds } from './container.ts'
import type { Wish } from './edit.ts'

/** What a form says, read: a wish, or what is wrong with it. */
export type ReadWish = { kind: 'wish'; wish: Wish } | { kind: 'unclear'; what: Unclear }

/** What cannot be read: the end of a pin, the title, how many, or anything that no form of ours sends. */
export type Unclear = 'until' | 'title' | 'articles' | 'form'

/** The fields of the forms, of which each has some. */
export const wishFields = [
  'do',
  'name',
  'to',
  'title',
  'articles',
  'layout',
  'shelf',
  'kind',
  'article',
  'place',
  'until',
] as const

export type WishFields = Partial<Record<(typeof wishFields)[number], string>>

/** As `front_container` has it. */
const LONGEST_TITLE = 60
const MOST_ARTICLES = 12

const name = z.string().min(1).max(150)
const isKind = (word: string): word is ContainerKind => Object.hasOwn(containerKinds, word)

const form = z.discriminatedUnion('do', [
  z.object({ do: z.literal('move'), name, to: z.enum(['up', 'down']) }),
  z.object({ do: z.enum(['hide', 'show', 'remove']), name }),
  z.object({
    do: z.literal('set'),
    name,
    title: z.string(),
    articles: z.string().optional(),
    layout: z.enum(['wide', 'column']).optional(),
    shelf: z.uuid().optional(),
  }),
  z.object({
    do: z.literal('add'),
    kind: z.string().refine((word) => isKind(word)),
    shelf: z.union([z.uuid(), z.literal('')]).default(''),
  }),
  z.object({
    do: z.literal('pin'),
    name,
    article: z.uuid(),
    place: z.coerce.number().int().min(1).max(MOST_ARTICLES),
    until: z.string().default(''),
  }),
  z.object({ do: z.literal('unpin'), name, article: z.uuid() }),
  z.object({ do: z.literal('reset') }),
])

const unclear = (what: Unclear): ReadWish => ({ kind: 'unclear', what })
const clear = (wish: Wish): ReadWish => ({ kind: 'wish', wish })

/** Reads what a form says. Places are counted from 1 there, and moments are those of the publication's zone. */
export function readWish(fields: WishFields): ReadWish {
  const read = form.safeParse(fields)
  if (!read.success) return unclear('form')
  const { data } = read
  switch (data.do) {
    case 'set':
      return readSettings(data)
    case 'pin': {
      const { name: into, article, place, until } = data
      const endsAt = until.trim() === '' ? null : readLocalMoment(until, publication.timeZone)
      if (endsAt === null && until.trim() !== '') return unclear('until')
      return clear({ do: 'pin', name: into, article, place: place - 1, endsAt })
    }
    case 'add':
      return isKind(data.kind)
        ? clear({ do: 'add', kind: data.kind, shelf: data.shelf === '' ? null : data.shelf })
        : unclear('form')
    case 'move':
    case 'hide':
    case 'show':
    case 'remove':
    case 'unpin':
    case 'reset':
      return clear(data)
  }
}

type SetForm = Extract<z.infer<typeof form>, { do: 'set' }>

function readSettings({
  name: of,
  title: typed,
  articles: count,
  layout,
  shelf,
}: SetForm): ReadWish {
  const title = typed
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '')
    .replaceAll(/\s+/g, ' ')
    .trim()
  if (Array.from(title).length > LONGEST_TITLE) return unclear('title')
  const articles = count === undefined ? undefined : Number(count)
  if (articles !== undefined && !isMeasure(articles)) return unclear('articles')
  return clear({ do: 'set', name: of, settings: { title, articles, layout, shelf } })
}

const isMeasure = (articles: number) =>
  Number.isInteger(articles) && articles >= 1 && articles <= MOST_ARTICLES
