import { newsletterDesk, previewIssue, sendTest } from '#lib/newsletters/desk.ts'
import { type Newsletter, newsletterOf, newsletters } from '#lib/newsletter-list.ts'
import { formatMoment } from '#lib/format.ts'
import { appDatabase, publicDatabase } from '#lib/runtime.ts'
import { operator, readAddress } from './address.ts'
import { type Command, readWords, UsageError } from './command.ts'

const databases = () => ({ app: appDatabase(), public: publicDatabase() })

const list: Command = {
  name: ['newsletter', 'list'],
  usage: 'newsletter list [--json]',
  summary: 'shows the newsletters, how many receive each, and the newest issues',
  prepare: (words) => {
    const { values } = readWords(words, {
      options: { json: { type: 'boolean' } },
      least: 0,
      most: 0,
    })
    return async () => {
      const desk = await newsletterDesk(appDatabase(), new Date())
      if (values.json) console.log(JSON.stringify(desk, null, 2))
      else console.log(inLines(desk))
      return 0
    }
  },
}

function inLines({ letters, issues }: Awaited<ReturnType<typeof newsletterDesk>>): string {
  return [
    ...letters.map(
      ({ slug, when, recipients, nextAt }) =>
        `${slug}  ${recipients} receive it; ${when}, next due ${formatMoment(nextAt)}`,
    ),
    ...issues.map(
      ({ newsletter, dueAt, state, recipients, sent, failed, subject }) =>
        `  ${formatMoment(dueAt)}  ${newsletter}  ${state}: ${sent} of ${recipients} taken, ${failed} refused  “${subject}”`,
    ),
  ].join('\n')
}

const preview: Command = {
  name: ['newsletter', 'preview'],
  usage: 'newsletter preview NEWSLETTER [--json]',
  summary: 'shows what the next issue would say if it were due now',
  prepare: (words) => {
    const { values, positionals } = readWords(words, {
      options: { json: { type: 'boolean' } },
      least: 1,
      most: 1,
    })
    const newsletter = readNewsletter(positionals[0])
    return async () => {
      const issue = await previewIssue(databases(), newsletter, new Date())
      if (values.json) console.log(JSON.stringify(issue, null, 2))
      else if (issue === null) console.log('Nothing was published since the last issue.')
      else
        for (const { headline, slug, standfirst } of issue.articles)
          console.log(`${headline}\n  ${slug}\n  ${standfirst}\n`)
      return 0
    }
  },
}

const test: Command = {
  name: ['newsletter', 'send-test'],
  usage: 'newsletter send-test NEWSLETTER EMAIL',
  summary: 'sends the next issue, as it is now, to one address',
  prepare: (words) => {
    const { positionals } = readWords(words, { options: {}, least: 2, most: 2 })
    const newsletter = readNewsletter(positionals[0])
    const to = readAddress(positionals[1])
    return async () => {
      const outcome = await sendTest(databases(), operator, { newsletter, to }, new Date())
      console.log(said[outcome])
      return outcome === 'sent' ? 0 : 1
    }
  },
}

const said = {
  sent: 'It is on its way, as soon as the product runs.',
  nothing_published: 'Nothing of what it tells of was ever published.',
  limited: 'Many tests were sent. Please wait a while.',
}

function readNewsletter(word: string | undefined): Newsletter {
  const found = newsletterOf(word ?? '')
  if (found) return found
  const names = newsletters.map(({ slug }) => slug).join(', ')
  throw new UsageError(`"${word ?? ''}" is no newsletter. There are ${names}.`)
}

export const newsletterCommands: Command[] = [list, preview, test]
