/** Leaks that do not come over HTTP from the site: in mails, logs, files and the database, for W42, W43, W49, W52 and W53. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { stack } from '../support/stack.ts'
import { type Bite, type Bitten, type Known, knownOf, type OwnBite, said } from './bite.ts'
import { publicWithTheGrant, rightsBeyondReading, whatPublicReads } from './database.ts'
import { openLeakySite, textOf, withBody } from './leaky.ts'
import { judgeLogs } from './logs.ts'
import { searchInbox } from './mails.ts'
import { searchDisk } from './on-disk.ts'
import { alone, onOneConnection } from './sql.ts'

type Mail = Record<string, unknown> & { html: string; text: string; subject: string }

/** The last mail of the inbox alone, written otherwise. */
const lastOne =
  (change: (mail: Mail, known: Known) => Mail): Bite['leak'] =>
  (known) =>
  ({ asked, answer }) => {
    if (!asked.path.startsWith('/messages.json')) return null
    const all: { messages: Mail[] } = JSON.parse(textOf(answer))
    const messages = all.messages.slice(0, 1).map((mail) => change(mail, known))
    return withBody(answer, JSON.stringify({ ...all, messages }))
  }

/** An inbox with the last mail alone, into which something was written. */
const inMail = (how: string, whom: string, write: (mail: Mail, known: Known) => Mail): OwnBite => ({
  row: 'W42',
  how,
  whom,
  attempt: async ({ wall }) => {
    const inbox = await openLeakySite(stack().inbox)
    const attempt = async (change: (mail: Mail, known: Known) => Mail) => {
      inbox.plant(lastOne(change)(knownOf(wall)))
      return said(await searchInbox(wall, inbox.address))
    }
    try {
      return { clean: await attempt((mail) => mail), found: await attempt(write) }
    } finally {
      await inbox.close()
    }
  },
})

const mails: OwnBite[] = [
  inMail(
    'the preheader of a mail begins the article',
    'who sees the inbox',
    (mail, { sentence }) => ({
      ...mail,
      html: mail.html.replace(/(data-skip-in-text="true"[^>]*>)/, `$1${sentence}`),
    }),
  ),
  inMail(
    'the text of a mail has what its HTML cuts',
    'who asked for a code',
    (mail, { sentence }) => ({
      ...mail,
      text: `${mail.text}\n${sentence}`,
    }),
  ),
  inMail('the HTML of a mail has the article', 'who was paid for', (mail, { html }) => ({
    ...mail,
    html: `${mail.html}${html}`,
  })),
  inMail('the subject of a mail has a sentinel', 'who sees the inbox', (mail, { sentinel }) => ({
    ...mail,
    subject: `${mail.subject} ${sentinel}`,
  })),
]

/** Does something with a folder that has one file. */
async function withFile<T>(name: string, text: string, work: (folder: string) => T): Promise<T> {
  const folder = mkdtempSync(path.join(tmpdir(), 'foldline wall '))
  try {
    writeFileSync(path.join(folder, name), text)
    return await Promise.resolve(work(folder))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const inFile = (
  line: Pick<OwnBite, 'row' | 'how' | 'whom' | 'finds'>,
  name: string,
  text: (known: Known) => string,
  search: (known: Known, folder: string) => string[],
): OwnBite => ({
  ...line,
  attempt: async ({ wall }): Promise<Bitten> => {
    const known = knownOf(wall)
    const look = (folder: string) => search(known, folder)
    return {
      clean: await withFile(name, 'All is well.', look),
      found: await withFile(name, text(known), look),
    }
  },
})

const inLog = (how: string, text: (known: Known) => string) =>
  inFile({ row: 'W43', how, whom: 'who reads the log' }, 'start.log', text, ({ wall }, folder) =>
    said(judgeLogs(wall, folder)),
  )
const onDisk = (how: string, text: (known: Known) => string) =>
  inFile(
    { row: 'W49', how, whom: 'who is handed the file', finds: /index\.rsc: / },
    'index.rsc',
    text,
    ({ wall }, folder) => searchDisk(wall.mark, wall.oracle.runs, [folder]).found,
  )

const files: OwnBite[] = [
  inLog(
    'a log has the query that failed, with its values',
    ({ html }) => `${JSON.stringify({ level: 50, msg: 'Failed query', params: [1, html] })}\n`,
  ),
  inLog(
    'the detail of an error quotes the row',
    ({ sentence }) =>
      `ERROR: new row violates a check\nDETAIL: Failing row contains (1, ${sentence}).\n`,
  ),
  onDisk('a page that was rendered is kept in a file', ({ html }) => html),
  onDisk('words that hold no sentinel are kept in a file', ({ sentence }) => sentence),
  onDisk('what is kept in a file is in base64', ({ html }) => Buffer.from(html).toString('base64')),
]

/** A mistake in the rights of the public login, and what the row says of them after it. */
const mistake = (how: string, statements: string, finds: RegExp): OwnBite => ({
  row: 'W52',
  how,
  whom: 'the public login',
  finds,
  attempt: async () => ({ clean: await rightsAfter(''), found: await rightsAfter(statements) }),
})

async function rightsAfter(statements: string): Promise<string[]> {
  return alone(async () => {
    const { readable, open } = await whatPublicReads(statements)
    return [
      ...readable.filter((name) => !open.includes(name)).map((name) => `reads ${name}`),
      ...(await rightsBeyondReading(statements)),
    ]
  })
}

const database: OwnBite[] = [
  mistake(
    'a private table may be read',
    'grant select on session to foldline_public',
    /reads public\.session/,
  ),
  mistake(
    'a view shows the gated part',
    'create view article_whole as select * from article_gated; grant select on article_whole to foldline_public',
    /reads public\.article_whole/,
  ),
  mistake(
    'one column may be read',
    'grant select (html) on article_gated to foldline_public',
    /article_gated SELECT of a column/,
  ),
  mistake(
    'it may become another role',
    'grant foldline_app to foldline_public',
    /is a member of foldline_app/,
  ),
  {
    row: 'W53',
    how: 'a public query asks for the gated table, and would be given it',
    whom: 'the public login',
    finds: /gated rows read/,
    attempt: async ({ wall }) => {
      const noted = async (careless: () => Promise<unknown>) => {
        const { seen } = await alone(() =>
          publicWithTheGrant(wall, async () => {
            await careless()
            return []
          }),
        )
        return seen === 0 ? [] : [`${seen} gated rows read`]
      }
      return {
        clean: await noted(() => Promise.resolve()),
        found: await noted(() =>
          onOneConnection(async (owner) => {
            await owner`set role foldline_public`
            await owner`select a.slug from published_article a join article_gated g on g.article_id = a.id`
          }),
        ),
      }
    },
  },
]

export const besideBites: OwnBite[] = [...mails, ...files, ...database]
