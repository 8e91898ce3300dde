import { randomUUID } from 'node:crypto'
import { parseFeed } from 'feedsmith'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { useTestDatabase } from '#db/testing/database.ts'
import { toJsonFeed } from '#lib/articles/feeds/json-feed.ts'
import { toRss } from '#lib/articles/feeds/rss.ts'
import { publish, published, publishSome, said } from '#lib/articles/testing/publication.ts'
import { jsonFeedFaults, xmlFaults } from '#lib/articles/testing/validators.ts'
import { hashToken, newToken } from '#lib/auth/hash.ts'
import { DAY, HOUR, later } from '#lib/clock.ts'
import { limits } from '#lib/limit-figures.ts'
import { useTestEnvironment } from '#lib/testing/environment.ts'
import { endPrivateFeed, ownPrivateFeed, renewPrivateFeed } from './private-feed.ts'
import { readPrivateFeed } from './read-private-feed.ts'

useTestEnvironment()
const database = useTestDatabase()
const site = new URL('https://news.example')
const now = later(published, HOUR)

beforeAll(async () => {
  await publishSome(database)
})

async function addReader(): Promise<string> {
  const [row] = await database.owner`
    insert into reader (email) values (${`${randomUUID()}@example.org`}) returning id`
  return String(row?.id)
}

async function grant(readerId: string, until: Date): Promise<void> {
  await database.owner`
    insert into access_grant (reader_id, kind, giver, why, starts_at, ends_at)
    values (${readerId}, 'staff', 'a test', 'to read', ${later(now, -DAY)}, ${until})`
}

let readerId: string
let token: string
beforeEach(async () => {
  readerId = await addReader()
  await grant(readerId, later(now, DAY))
  token = await make(readerId)
})

async function make(id: string): Promise<string> {
  const made = await renewPrivateFeed(database.app, id, now)
  if (made.kind !== 'renewed') throw new Error(made.kind)
  return made.token
}

const read = async (by: string, at = now) =>
  readPrivateFeed({ public: database.public, app: database.app }, by, site, at)

async function feedOf(by: string, at = now) {
  const found = await read(by, at)
  if (found.kind !== 'feed') throw new Error(found.kind)
  return found.feed
}

const actions = async (id: string) =>
  (
    await database.owner`select action, actor from audit_entry where subject_id = ${id} order by id`
  ).map(({ action, actor }) => [action, actor])

describe('for who may read everything', () => {
  test('it has whole articles in both formats, by their grammars, and says no address of itself', async () => {
    const feed = await feedOf(token)
    const [xml, json] = [toRss(feed), toJsonFeed(feed)]
    expect(await xmlFaults(xml, 'rss')).toEqual([])
    expect(jsonFeedFaults(json)).toEqual([])
    for (const written of [xml, json]) {
      expect(written.match(/bittern/g)).toHaveLength(4)
      expect(written).not.toContain(token)
      expect(written).not.toMatch(/\/articles\/draft|\/articles\/tomorrow/)
    }
    const parsed = parseFeed(json)
    if (parsed.format !== 'json') throw new Error(parsed.format)
    expect(parsed.feed.items?.[1]?.content_html).toBe(`<p>${said.above}</p><p>${said.below}</p>`)
  })

  test('every address in it is whole, and of pictures each width', async () => {
    await publish(database, 'linked', {
      publishedAt: later(published, -HOUR),
      sourceHtml:
        '<p><a href="/sections/food">Food</a> <a href="https://elsewhere.example/a">b</a></p><!--paywall--><p><img src="/pictures/fish.webp" alt="A fish"></p>',
    })
    const [item] = (await feedOf(token)).items
    expect(item?.url).toBe('https://news.example/articles/linked')
    expect(item?.html).toContain('href="https://news.example/sections/food"')
    expect(item?.html).toContain('href="https://elsewhere.example/a"')
    expect(item?.html).toContain('src="https://news.example/pictures/fish.webp"')
    expect(item?.html).not.toMatch(/(?:href|src)="(?!https:)/)
    await database.owner`delete from article where slug = 'linked'`
  })
})

describe('decided anew at each request', () => {
  test('when access is over it has previews, and says why first; what the account opens stays whole', async () => {
    const feed = await feedOf(token, later(now, 2 * DAY))
    expect(feed.items[0]?.title).toBe('This feed shows previews only')
    const whole = feed.items.filter(({ html }) => html?.includes('bittern'))
    expect(whole.map(({ url }) => url.split('/').at(-1))).toEqual(['registered', 'free'])
    for (const { html } of feed.items.slice(1)) expect(html).toContain('heron')
    expect(await xmlFaults(toRss(feed), 'rss')).toEqual([])
    expect(jsonFeedFaults(toJsonFeed(feed))).toEqual([])
    // It is not new each time.
    expect((await feedOf(token, later(now, 2 * DAY + 1000))).items[0]).toEqual(feed.items[0])
  })

  test('when access was taken back it is cut at once, and whole again when it is given', async () => {
    await database.owner`update access_grant set revoked_at = ${now} where reader_id = ${readerId}`
    expect(toRss(await feedOf(token)).match(/bittern/g)).toHaveLength(2)
    await grant(readerId, later(now, DAY))
    expect(toRss(await feedOf(token)).match(/bittern/g)).toHaveLength(4)
  })

  test('an article that was withdrawn, or is read by fewer now, is so here', async () => {
    await publish(database, 'passing', { accessLevel: 'registered' })
    await database.owner`update access_grant set revoked_at = ${now} where reader_id = ${readerId}`
    const slugs = async () =>
      (await feedOf(token)).items
        .filter(({ html }) => html?.includes('bittern'))
        .map(({ url }) => url.split('/').at(-1))
    expect(await slugs()).toContain('passing')
    await publish(database, 'passing', {
      id: String((await database.owner`select id from article where slug = 'passing'`)[0]?.['id']),
    })
    expect(await slugs()).not.toContain('passing')
    await database.owner`update article set status = 'withdrawn' where slug = 'passing'`
    expect(toRss(await feedOf(token))).not.toContain('/articles/passing')
    await database.owner`delete from article where slug = 'passing'`
  })
})

describe('nothing is found', () => {
  test.each([
    ['nothing', () => ''],
    ['a token that nobody has', () => newToken()],
    ['one that is cut short', () => token.slice(0, -1)],
    ['one that is longer', () => `${token}A`],
    ['one in another case', () => token.toLowerCase()],
    ['one with an escape', () => `${token.slice(0, -1)}%41`],
    ['the hash of one', () => hashToken(token)],
    ['the id of a reader', () => readerId],
    ['what SQL would read', () => `' or 1=1 --`.padEnd(43, 'A')],
  ])('by %s', async (_name, forge) => {
    expect(await read(forge())).toEqual({ kind: 'none' })
  })

  test('by an address that was renewed away', async () => {
    const next = await make(readerId)
    expect(next).not.toBe(token)
    expect(await read(token)).toEqual({ kind: 'none' })
    expect(await read(next)).toMatchObject({ kind: 'feed' })
  })

  test('when it was switched off, which can be done twice', async () => {
    await endPrivateFeed(database.app, readerId)
    await endPrivateFeed(database.app, readerId)
    expect(await read(token)).toEqual({ kind: 'none' })
    expect(await actions(readerId)).toEqual([
      ['Made a private feed', 'the reader'],
      ['Switched off their private feed', 'the reader'],
    ])
  })

  test('when its reader’s account is deleted, even if the feed were still there', async () => {
    await database.owner`update reader set deleted_at = ${now} where id = ${readerId}`
    expect(await read(token)).toEqual({ kind: 'none' })
  })

  test('by one reader of what another has', async () => {
    const other = await addReader()
    await grant(other, later(now, DAY))
    const theirs = await make(other)
    await endPrivateFeed(database.app, readerId)
    expect(await read(theirs)).toMatchObject({ kind: 'feed' })
    expect(await read(token)).toEqual({ kind: 'none' })
  })
})

test('the token stands nowhere in the database, its hash once', async () => {
  const rows =
    await database.owner`select to_jsonb(f) as row from private_feed f where reader_id = ${readerId}`
  expect(JSON.stringify(rows)).not.toContain(token)
  expect(JSON.stringify(rows)).toContain(hashToken(token))
  const audit = await database.owner`select to_jsonb(a) as row from audit_entry a`
  expect(JSON.stringify(audit)).not.toContain(token)
  await expect(
    database.owner`update private_feed set token_hash = ${token} where reader_id = ${readerId}`,
  ).rejects.toThrow('private_feed_token_is_hash')
})

test('who may not read everything makes none, and keeps one that was made before', async () => {
  const other = await addReader()
  expect(await renewPrivateFeed(database.app, other, now)).toEqual({ kind: 'not_granted' })
  expect(await ownPrivateFeed(database.app, other, now)).toEqual({ madeAt: null, granted: false })
  await database.owner`update access_grant set revoked_at = ${now} where reader_id = ${readerId}`
  expect(await renewPrivateFeed(database.app, readerId, now)).toEqual({ kind: 'not_granted' })
  expect(await ownPrivateFeed(database.app, readerId, now)).toEqual({ madeAt: now, granted: false })
})

test('it is counted how often it is asked for, and how often it is made', async () => {
  for (let turn = 0; turn < limits.privateFeedReadings.points; turn++)
    expect(await read(token)).toMatchObject({ kind: 'feed' })
  expect(await read(token)).toMatchObject({ kind: 'limited' })
  const made = []
  for (let turn = 0; turn < limits.privateFeedsMade.points; turn++)
    made.push((await renewPrivateFeed(database.app, readerId, now)).kind)
  expect(made).toContain('renewed')
  expect(made.at(-1)).toBe('limited')
})
