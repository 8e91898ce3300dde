/** W43: what the publication writes down, above all when something fails while gated text is in its hands. */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect } from '@playwright/test'
import type { Sql } from 'postgres'
import { foldline } from '../support/command.ts'
import { dataFolder } from '../support/stack.ts'
import { failingFixture } from './fixtures.ts'
import { type Judgement, knock, type Wall } from './matrix.ts'
import { publish } from './publish.ts'
import { withOwner } from './sql.ts'

/** Said by PostgreSQL when it fails for this row's sake. */
const FAULT = 'the wall lets this fail'

/** PostgreSQL fails when it reads what is gated of one article, in the query that asked for it. */
const failAtReading = (article: string) => `
  create schema wall_fault;
  create function wall_fault.fail() returns boolean language plpgsql as
    $$ begin raise exception '${FAULT}'; end $$;
  grant usage on schema wall_fault to foldline_app;
  create policy wall_fault on article_gated to foldline_app
    using (case when article_id = '${article}' then wall_fault.fail() else true end) with check (true);
  alter table article_gated enable row level security;`

const readAgain = `
  alter table article_gated disable row level security;
  drop policy if exists wall_fault on article_gated;
  drop schema if exists wall_fault cascade;`

/** It refuses to write it: the query carries the text, and the detail of the error quotes the row. */
const failAtWriting = (article: string) =>
  `alter table article_gated add constraint wall_fault check (article_id <> '${article}') not valid`

const writeAgain = 'alter table article_gated drop constraint if exists wall_fault'

/** Lets a reading and an import fail, then searches all that was said of them, and every log of the run. */
export async function searchLogs(wall: Wall): Promise<Judgement[]> {
  const article = wall.moving('subscriber')
  await publish([article])
  const file = path.join(dataFolder, 'wall', `${article.slug}.md`)
  const judged = await withOwner(async (owner) => {
    const id = await idOf(owner, article.slug)
    const shown = await during(owner, [failAtReading(id), readAgain], async () =>
      knock(wall, wall.viewers.subscriber, {
        path: article.path,
        expect: 'public',
        check: ({ status }) => (status >= 500 ? [] : [`answered ${status}`]),
      }),
    )
    const command = await during(owner, [failAtWriting(id), writeAgain], async () =>
      foldline('import', file),
    )
    expect(command.code, 'the import fails').not.toBe(0)
    const told = [...article.pictures, article.kept.name]
    return [shown, judgeText(wall, 'the import that failed', command.out + command.err, told)]
  })
  await publish([wall.moving('withdrawn')])
  await expect.poll(() => readFileSync(path.join(dataFolder, 'start.log'), 'utf8')).toContain(FAULT)
  return [...judged, ...judgeLogs(wall, dataFolder)]
}

/** Searches every log under a folder. */
export function judgeLogs(wall: Wall, folder: string): Judgement[] {
  return readLogs(folder).map(({ name, text }) => judgeText(wall, name, text))
}

/** Does something while PostgreSQL is changed, and changes it back whatever comes of it. */
async function during<T>(
  owner: Sql,
  [change, back]: [string, string],
  work: () => Promise<T>,
): Promise<T> {
  try {
    await owner.begin(async (tx) => tx.unsafe(change))
    return await work()
  } finally {
    await owner.begin(async (tx) => tx.unsafe(back))
  }
}

async function idOf(owner: Sql, slug: string): Promise<string> {
  const [row] = await owner`select id from article where slug = ${slug}`
  return String(row?.id)
}

/** What the start and its parts have written; PostgreSQL's own files and pictures are no logs. */
export function readLogs(folder: string): { name: string; text: string }[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.log'))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .map((log) => ({ name: path.relative(folder, log), text: readFileSync(log, 'utf8') }))
}

/** What was made to be said of one article is passed over, whichever row came first, in this run or one before. */
const madeToBeSaid = failingFixture('', 'subscriber').slug

/** Judges a text. Whoever imports a file is told of its pictures, which are no news to them. */
function judgeText(wall: Wall, where: string, text: string, told: string[] = []): Judgement {
  const found = wall.oracle
    .search({ headers: [], body: Buffer.from(text) })
    .filter(({ owner }) => owner !== madeToBeSaid)
    .filter(({ what }) => !told.some((address) => address.includes(what)))
  return {
    bytes: Buffer.byteLength(text),
    held: false,
    leaks: found.map(
      ({ owner, what, how }) => `${where}: ${what} of ${owner ?? 'an article'}, ${how}`,
    ),
    complaints: text === '' ? [`${where} is empty`] : [],
    port: null,
  }
}
