import { z } from 'zod'
import { type DeskComment, type Queue, readQueue } from '#lib/comments/desk.ts'
import { approveComment, type Moderated, removeComment } from '#lib/comments/moderate.ts'
import { formatMoment } from '#lib/format.ts'
import { appDatabase } from '#lib/runtime.ts'
import { operator } from './address.ts'
import { type Command, readWords, UsageError } from './command.ts'

const queues: Queue[] = ['held', 'reported', 'all']

const list: Command = {
  name: ['comments', 'list'],
  usage: 'comments list [held|reported|all] [--json]',
  summary: 'shows comments that wait for staff, or the newest of all',
  prepare: (words) => {
    const { values, positionals } = readWords(words, {
      options: { json: { type: 'boolean' } },
      least: 0,
      most: 1,
    })
    const [word = 'held'] = positionals
    const queue = queues.find((one) => one === word)
    if (!queue) throw new UsageError(`"${word}" is no queue. There are ${queues.join(', ')}.`)
    return async () => {
      const { comments } = await readQueue(appDatabase(), { queue, search: '', page: 1 })
      if (values.json) console.log(JSON.stringify(comments.map(inData), null, 2))
      else for (const one of comments) console.log(inWords(one))
      return 0
    }
  },
}

const wordsOf = ({ paragraphs }: DeskComment) =>
  paragraphs
    .map((lines) =>
      lines
        .map((parts) =>
          parts.map((part) => (part.kind === 'text' ? part.text : part.href)).join(''),
        )
        .join('\n'),
    )
    .join('\n\n')

const inData = (one: DeskComment) => ({
  id: one.id,
  article: one.article.slug,
  name: one.name,
  state: one.state,
  heldFor: one.heldFor,
  openReports: one.openReports,
  createdAt: one.createdAt,
  body: wordsOf(one),
})

function inWords(one: DeskComment): string {
  const { id, article, name, state, openReports, createdAt } = one
  const reports = openReports === 0 ? '' : `, ${openReports} reported it`
  const body = wordsOf(one).replaceAll(/^/gm, '    ')
  return `${id}  ${state}${reports}\n  ${name ?? 'A former reader'}, ${formatMoment(createdAt)}, on ${article.slug}\n${body}\n`
}

const approve: Command = {
  name: ['comments', 'approve'],
  usage: 'comments approve ID',
  summary: 'lets a comment stand: reports are settled, a removed one comes back',
  prepare: (words) => {
    const [id] = readWords(words, { options: {}, least: 1, most: 1 }).positionals
    const comment = readId(id)
    return async () =>
      say(await approveComment(appDatabase(), operator, comment, new Date()), 'It stands.')
  },
}

const remove: Command = {
  name: ['comments', 'remove'],
  usage: 'comments remove ID --why REASON',
  summary: 'removes a comment; its writer sees why',
  prepare: (words) => {
    const { values, positionals } = readWords(words, {
      options: { why: { type: 'string' } },
      least: 1,
      most: 1,
    })
    const id = readId(positionals[0])
    const why = values.why?.trim() ?? ''
    if (why === '')
      throw new UsageError('Why? Say it with --why; the writer of the comment sees it.')
    return async () =>
      say(await removeComment(appDatabase(), operator, { id, why }, new Date()), 'It is removed.')
  },
}

function readId(word: string | undefined): string {
  const id = z.uuid().safeParse(word)
  if (!id.success) throw new UsageError(`"${word ?? ''}" is no id; "comments list" shows them.`)
  return id.data
}

function say(outcome: Moderated, done: string): number {
  if (outcome === 'done') console.log(done)
  else console.error('There is no such comment, or it was so already.')
  return outcome === 'done' ? 0 : 1
}

export const commentCommands: Command[] = [list, approve, remove]
