import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { useTestDatabase } from '#db/testing/database.ts'
import { DAY, later } from '#lib/clock.ts'
import { saveArticle } from '../write.ts'
import { importArticle } from './import-article.ts'
import { useTestEnvironment } from '#lib/testing/environment.ts'

useTestEnvironment()
const database = useTestDatabase()
const now = new Date('2027-04-10T12:00:00Z')

async function tryImport(name: string, text: string | Uint8Array, publish = true, at = now) {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text
  return importArticle(database.app, { name, bytes }, { publish, now: at })
}

async function imported(...args: Parameters<typeof tryImport>) {
  const outcome = await tryImport(...args)
  if (outcome.kind === 'refused') throw new Error(outcome.why)
  return outcome
}

const articles = () => database.owner`select slug, headline, status from article order by id`
const page = (title: string, end = 'Gated silt.') =>
  `${title}\n\nThe standfirst.\n\nOpen water.\n\n[paywall]\n\n${end}`

test('a saved article page in plain text is cut at its invitation, in the database', async () => {
  const name = path.join(import.meta.dirname, 'fixtures/the-tide-clock.txt')
  const { saved } = await imported(name, readFileSync(name))
  const [row] = await database.owner`
    select a.*, g.text as below from article a join article_gated g on g.article_id = a.id
     where a.id = ${saved.id}`
  expect(row).toMatchObject({ access_level: 'subscriber', source_name: 'The Harrow Quay Observer' })
  expect(row?.preview_text).toMatch(/did not agree\.$/)
  expect(row?.below).toMatch(/^The difference was eleven inches/)
  const { below: _, ...seen } = row ?? {}
  expect(JSON.stringify(seen)).not.toMatch(/eleven|ledger|Merrit|subscribe to/i)
})

test('the same file again updates its article and never doubles it', async () => {
  const first = await imported('/home/a/ferry.txt', page('The ferry'))
  const before = await articles()
  const same = await imported('/home/a/ferry.txt', page('The ferry'))
  expect(same.saved).toMatchObject({ id: first.saved.id, change: 'unchanged' })
  const changed = await imported('/home/a/ferry.txt', page('The ferry again', 'New silt.'))
  expect(changed.saved).toMatchObject({ id: first.saved.id, slug: 'the-ferry', change: 'updated' })
  expect(await articles()).toHaveLength(before.length)
})

test('a file that was moved is known by its name and headline', async () => {
  const first = await imported('/home/a/moved.txt', page('Moved about'))
  const again = await imported('/tmp/moved.txt', page('Moved about', 'Other silt.'))
  expect(again.saved).toMatchObject({ id: first.saved.id, change: 'updated' })
  expect(again.remarks.map(({ text }) => text).join()).toContain('was moved')
})

test('two files of one name in two folders are two articles', async () => {
  const one = await imported('/home/a/index.txt', page('First of the name'))
  const two = await imported('/home/b/index.txt', page('Second of the name'))
  expect(one.saved.id).not.toBe(two.saved.id)
  const three = await imported('/home/c/other.txt', page('First of the name'))
  expect(three.saved).toMatchObject({ slug: 'first-of-the-name-2', change: 'created' })
})

const file = (body: string) => `---\ntitle: Named\nslug: named-one\n---\n${body}\n`

test('a slug in front matter says which article it is, wherever the file stands', async () => {
  const first = await imported('/home/a/named.md', file('Text.'))
  const second = await imported('/srv/b/named.md', file('Other text.'))
  expect(second.saved).toMatchObject({ id: first.saved.id, slug: 'named-one', change: 'updated' })
})

test('a slug that belongs to another source is refused, and that article stays as it is', async () => {
  const draft = { headline: 'H', sourceHtml: '<p>Ours.</p>', accessLevel: 'free' } as const
  await saveArticle(database.app, { ...draft, slug: 'from-the-newsroom' }, now)
  await imported('/home/a/theirs.md', '---\ntitle: T\nslug: from-a-file\n---\nTheirs.\n')
  const before = await database.owner`select * from article order by id`
  for (const slug of ['from-the-newsroom', 'from-a-file'])
    expect(await tryImport('/home/a/new.md', `---\ntitle: T\nslug: ${slug}\n---\nNew.\n`)).toEqual({
      kind: 'refused',
      why: expect.stringContaining(`The address ${slug} belongs to an article that`),
    })
  expect(await database.owner`select * from article order by id`).toEqual(before)
})

test('what the newsroom changed since the import is replaced, kept as a revision, and told', async () => {
  const { saved } = await imported('/home/a/edited.txt', page('Edited'))
  const edit = { headline: 'Edited', sourceHtml: '<p>By hand.</p>', accessLevel: 'free' } as const
  await saveArticle(database.app, { ...edit, id: saved.id }, now)
  const again = await imported('/home/a/edited.txt', page('Edited', 'From the file.'))
  expect(again.saved.id).toBe(saved.id)
  expect(again.remarks.map(({ text }) => text).join()).toContain('changed in the newsroom')
  const revisions = await database.owner`
    select source_html from article_revision where article_id = ${saved.id} order by number`
  expect(revisions.map(({ source_html }) => source_html)).toContain('<p>By hand.</p>')
})

test('without --publish a new article is a draft, and a published one stays published', async () => {
  const first = await imported('/home/a/state.txt', page('State'), false)
  expect(first.saved.status).toBe('draft')
  await imported('/home/a/state.txt', page('State'), true)
  const nextDay = await imported('/home/a/state.txt', page('State', 'New.'), false, later(now, DAY))
  expect(nextDay.saved.status).toBe('published')
  const [row] = await database.owner`select * from article where id = ${first.saved.id}`
  expect(row).toMatchObject({ published_at: now, revised_at: later(now, DAY) })
})

test.each<[string, string | Uint8Array]>([
  ['empty', ''],
  ['binary', Uint8Array.from([1, 0, 2])],
  ['too large', new Uint8Array(3 * 1024 * 1024).fill(97)],
  ['unreadable', Uint8Array.from([0xff, 0x41, 0xc3])],
  ['with an unknown field', '---\ntitle: A\nheadline: B\n---\nText.\n'],
  ['with a slug that is none', '---\ntitle: A\nslug: Not a slug\n---\nText.\n'],
])('%s: refused, nothing written', async (_, text) => {
  const before = await articles()
  const outcome = await tryImport('/home/a/wrong.md', text)
  expect(outcome).toMatchObject({ kind: 'refused' })
  expect(await articles()).toEqual(before)
})
