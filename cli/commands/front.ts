import {
  type DeskContainer,
  type FrontDesk,
  idOfPublished,
  readFrontDesk,
} from '#lib/front/desk.ts'
import { editFront, type NotGranted, type Wish } from '#lib/front/edit.ts'
import { formatMoment } from '#lib/format.ts'
import { publication } from '#lib/publication.ts'
import { appDatabase, publicDatabase } from '#lib/runtime.ts'
import { readLocalMoment } from '#lib/zoned-day.ts'
import { operator } from './address.ts'
import { type Command, readWords, UsageError } from './command.ts'

const show: Command = {
  name: ['front', 'show'],
  usage: 'front show [--json]',
  summary: 'shows the front page: its containers by name, what each shows and why',
  prepare: (words) => {
    const { values } = readWords(words, {
      options: { json: { type: 'boolean' } },
      least: 0,
      most: 0,
    })
    return async () => {
      const desk = await readFrontDesk({ app: appDatabase(), public: publicDatabase() }, new Date())
      console.log(values.json ? JSON.stringify(desk, null, 2) : inLines(desk))
      return 0
    }
  },
}

function inLines({ automatic, changedAt, containers }: FrontDesk): string {
  const changed = changedAt ? `, last changed on ${formatMoment(changedAt)}` : ''
  return [
    `${automatic ? 'Composed automatically' : 'Ordered by staff'}${changed}.`,
    ...containers.map((one) => containerLines(one)),
  ].join('\n')
}

const until = (end: Date | null) => (end ? ` until ${formatMoment(end)}` : '')

function containerLines({ name, title, hidden, shown, passedOver }: DeskContainer): string {
  return [
    `${name}  “${title}”${hidden ? '  hidden' : ''}`,
    ...shown.map(
      ({ slug, why, until: end }, before) =>
        `  ${before + 1}  ${slug}${why === 'pinned' ? `  pinned${until(end)}` : ''}`,
    ),
    ...passedOver.map(
      ({ slug, because, until: end }) =>
        `  -  ${slug}  pinned${until(end)}, not seen: ${notSeen[because]}`,
    ),
  ].join('\n')
}

const notSeen = {
  not_public: 'it is not public',
  elsewhere: 'it stands further up',
  no_place: 'the container has no such place',
  hidden: 'the container is hidden',
}

const order: Command = {
  name: ['front', 'order'],
  usage: 'front order NAME…',
  summary: 'puts these containers first, in this order; the others follow in theirs',
  prepare: (words) => {
    const names = readWords(words, { options: {}, least: 1, most: 40 }).positionals
    return async () => edit({ do: 'order', names })
  },
}

/** A command that names a container, and nothing else. */
function turn(word: string, what: 'hide' | 'show' | 'remove', summary: string): Command {
  return {
    name: ['front', word],
    usage: `front ${word} NAME`,
    summary,
    prepare: (words) => {
      const [name = ''] = readWords(words, { options: {}, least: 1, most: 1 }).positionals
      return async () => edit({ do: what, name })
    },
  }
}

const pin: Command = {
  name: ['front', 'pin'],
  usage: 'front pin NAME ARTICLE [--place N] [--until "YYYY-MM-DD HH:MM"]',
  summary: 'keeps an article in a container, at a place (the first), for good or until a time',
  prepare: (words) => {
    const { values, positionals } = readWords(words, {
      options: { place: { type: 'string' }, until: { type: 'string' } },
      least: 2,
      most: 2,
    })
    const [name = '', slug = ''] = positionals
    const place = Number(values.place ?? 1)
    if (!Number.isInteger(place) || place < 1)
      throw new UsageError(`"${values.place ?? ''}" is no place; the first is 1.`)
    const endsAt = readUntil(values.until)
    return async () =>
      withArticle(slug, async (article) =>
        edit({ do: 'pin', name, article, place: place - 1, endsAt }),
      )
  },
}

function readUntil(typed: string | undefined): Date | null {
  if (typed === undefined) return null
  const moment = readLocalMoment(typed, publication.timeZone)
  if (moment) return moment
  throw new UsageError(`"${typed}" is no moment such as "2027-03-12 09:30".`)
}

const unpin: Command = {
  name: ['front', 'unpin'],
  usage: 'front unpin NAME ARTICLE',
  summary: 'lets an article go its own way again',
  prepare: (words) => {
    const [name = '', slug = ''] = readWords(words, {
      options: {},
      least: 2,
      most: 2,
    }).positionals
    return async () => {
      const { containers } = await readFrontDesk(
        { app: appDatabase(), public: publicDatabase() },
        new Date(),
      )
      const article = containers
        .filter((one) => one.name === name)
        .flatMap(({ shown, passedOver }) => [...shown, ...passedOver])
        .find((one) => one.slug === slug)?.id
      return article === undefined ? refuse('nothing') : edit({ do: 'unpin', name, article })
    }
  },
}

const reset: Command = {
  name: ['front', 'reset'],
  usage: 'front reset --yes',
  summary: 'gives up order, settings and pins: the front page is composed automatically again',
  prepare: (words) => {
    const { values } = readWords(words, {
      options: { yes: { type: 'boolean' } },
      least: 0,
      most: 0,
    })
    if (!values.yes)
      throw new UsageError('Order, settings and pins cannot be brought back. Say it with --yes.')
    return async () => edit({ do: 'reset' })
  },
}

async function withArticle(slug: string, work: (id: string) => Promise<number>): Promise<number> {
  const id = await idOfPublished(publicDatabase(), slug)
  return id === null ? refuse('not_public') : work(id)
}

async function edit(wish: Wish): Promise<number> {
  const outcome = await editFront(appDatabase(), operator, { edition: null, wish }, new Date())
  if (outcome.kind === 'refused') return refuse(outcome.why)
  console.log('Done: readers see it now.')
  return 0
}

const whyNot = {
  gone: 'There is no such container; "front show" shows their names.',
  nothing: 'It was so already.',
  no_place: 'The container has no such place.',
  no_shelf: 'That is no section or topic for it.',
  full: 'The front page has as many containers as it can have.',
  not_public: 'There is no public article at that address.',
  past: 'That moment has passed.',
} satisfies Record<NotGranted, string>

function refuse(why: NotGranted): number {
  console.error(whyNot[why])
  return 1
}

export const frontCommands: Command[] = [
  show,
  order,
  turn('hide', 'hide', 'takes a container off the page for a while; its pins wait'),
  turn('unhide', 'show', 'brings a hidden container back'),
  turn('remove', 'remove', 'takes a container off the page, with its pins'),
  pin,
  unpin,
  reset,
]
