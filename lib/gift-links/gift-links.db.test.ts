import { randomUUID } from 'node:crypto'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { useTestDatabase } from '#db/testing/database.ts'
import { publish, published, publishSome, said } from '#lib/articles/testing/publication.ts'
import { DAY, HOUR, later } from '#lib/clock.ts'
import { limits } from '#lib/limit-figures.ts'
import { useTestEnvironment } from '#lib/testing/environment.ts'
import { PER_MONTH } from './allowance.ts'
import { giveArticle, readGiving } from './give.ts'
import { countOpened, openGiftLink } from './open.ts'
import { ownGiftLinks, revokeGiftLink } from './own.ts'
import { isGivenPicture } from './pictures.ts'
import { readGiven } from './read.ts'

useTestEnvironment()
const database = useTestDatabase()
const siteUrl = new URL('https://news.example')
const now = later(published, HOUR)

beforeAll(async () => {
  await publishSome(database)
  for (let at = 0; at <= PER_MONTH; at++) await publish(database, `one-${at}`)
})

let databases: { public: typeof database.public; app: typeof database.app }
let giver: string
beforeEach(async () => {
  databases = { public: database.public, app: database.app }
  giver = await addSubscriber()
})

async function addSubscriber(): Promise<string> {
  const [made] = await database.owner`
    insert into reader (email) values (${`${randomUUID()}@example.org`}) returning id`
  const id = String(made?.id)
  const customer = `cus_${id}`
  await database.owner`
    insert into stripe_customer (customer_id, reader_id, livemode) values (${customer}, ${id}, false)`
  const row = {
    id: `sub_${id}`,
    customer_id: customer,
    status: 'active',
    ours: true,
    cancel_at_period_end: false,
    created_at: now,
    synced_at: now,
    currency: 'usd',
    period_end: later(now, 29 * DAY),
  }
  await database.owner`insert into subscription ${database.owner(row)}`
  return id
}

const lapse = async (id = giver) =>
  database.owner`update subscription set status = 'canceled' where customer_id = ${`cus_${id}`}`

async function give(slug = 'gated', id = giver, at = now): Promise<string> {
  const given = await giveArticle(databases, id, slug, at)
  if (given.kind !== 'given') throw new Error(given.kind)
  return given.linkId
}

const own = async (at = now, id = giver) => ownGiftLinks(database.app, id, at)

async function tokenOf(linkId: string): Promise<string> {
  const found = (await own()).links.find(({ id }) => id === linkId)
  return found?.path?.replace('/gift-links/', '') ?? 'none'
}

const open = async (token: string, at = now) =>
  openGiftLink(databases, token, { address: randomUUID(), siteUrl }, at)

const gatedUses = (slug: string) => [{ slug, accessLevel: 'subscriber', part: 'gated' } as const]

const read = async (slug: string, linkIds: string[], at = now) =>
  readGiven(databases, slug, linkIds, at)

describe('giving', () => {
  test('makes a link whose token the database has as a hash alone, and notes it', async () => {
    const id = await give()
    const token = await tokenOf(id)
    expect(token).toMatch(/^[\w-]{32}$/)
    const rows = await database.owner`select * from gift_link where id = ${id}`
    expect(JSON.stringify(rows)).not.toContain(token)
    expect(
      await database.owner`select action from audit_entry where subject_id = ${giver}`,
    ).toEqual([{ action: 'Gave away gated' }])
  })

  test('the same article twice is one link, also of who presses twice at one moment', async () => {
    const ids = await Promise.all([give(), give(), give()])
    expect(new Set(ids).size).toBe(1)
    expect((await own()).allowance.left).toBe(PER_MONTH - 1)
    expect(await readGiving(databases, giver, 'gated', now)).toMatchObject({ kind: 'given_before' })
  })

  test(`${PER_MONTH} in a calendar month, and as many in the next; one taken back counts`, async () => {
    const at = new Date('2027-03-31T22:30:00Z')
    await database.owner`
      update subscription set period_end = ${later(at, 30 * DAY)} where customer_id = ${`cus_${giver}`}`
    for (let one = 0; one < PER_MONTH; one++) {
      const id = await give(`one-${one}`, giver, at)
      if (one === 0) await revokeGiftLink(database.app, giver, id, at)
    }
    expect(await giveArticle(databases, giver, `one-${PER_MONTH}`, at)).toMatchObject({
      kind: 'used_up',
      // Summer time has begun in London: the month ends an hour earlier there.
      allowance: { left: 0, renewsAt: new Date('2027-03-31T23:00:00Z') },
    })
    await give(`one-${PER_MONTH}`, giver, new Date('2027-03-31T23:00:00Z'))
  })

  test('is for who pays: not for who lapsed, was given access or works here', async () => {
    await lapse()
    await database.owner`
      insert into access_grant (reader_id, kind, giver, why, starts_at, ends_at)
      values (${giver}, 'staff', 'a test', 'to read', ${later(now, -DAY)}, ${later(now, DAY)})`
    await database.owner`insert into staff_member (reader_id, role) values (${giver}, 'admin')`
    expect(await giveArticle(databases, giver, 'gated', now)).toMatchObject({
      kind: 'not_subscribed',
    })
  })

  test('needs an article that is there and not everybody’s', async () => {
    for (const [slug, kind] of [
      ['free', 'free'],
      ['draft', 'no_article'],
      ['none', 'no_article'],
    ] as const)
      expect(await giveArticle(databases, giver, slug, now)).toMatchObject({ kind })
  })

  test('is limited, whatever comes of it', async () => {
    const all = Array.from({ length: limits.giftLinksMade.points }, async () => give())
    await Promise.all(all)
    expect(await giveArticle(databases, giver, 'gated', now)).toMatchObject({ kind: 'limited' })
  })
})

describe('who opens a link', () => {
  test('gets a pass, with which they read the whole article and no other', async () => {
    const id = await give()
    expect(await open(await tokenOf(id))).toMatchObject({ kind: 'open', slug: 'gated' })
    const reading = await read('gated', [id])
    if (reading.kind !== 'given') throw new Error(reading.kind)
    expect(JSON.stringify(reading.article)).toContain(said.below)
    for (const other of ['one-1', 'registered', 'free'])
      expect(await read(other, [id])).toEqual({ kind: 'no_pass' })
    expect(await read('gated', [])).toEqual({ kind: 'no_pass' })
  })

  test('is counted when they come with their pass, and not before', async () => {
    const id = await give()
    const token = await tokenOf(id)
    await open(token)
    await open(token)
    expect((await own()).links).toMatchObject([{ opened: 0, state: 'open' }])
    await countOpened(database.app, id)
    expect((await own()).links).toMatchObject([{ opened: 1 }])
  })

  test('gets nothing for a token near one, or for what is none', async () => {
    const token = await tokenOf(await give())
    const hash = await database.owner`select token_hash from gift_link where giver_id = ${giver}`
    for (const forged of [
      `${token.slice(0, -1)}${token.endsWith('A') ? 'E' : 'A'}`,
      token.toUpperCase(),
      token.slice(1),
      `${token}A`,
      String(hash[0]?.token_hash),
      '',
    ])
      expect(await open(forged)).toEqual({ kind: 'none' })
  })

  test.each<[string, () => Promise<unknown>, string, string]>([
    [
      'its giver took it back',
      async () => revokeGiftLink(database.app, giver, (await own()).links[0]?.id ?? '', now),
      'over',
      'taken_back',
    ],
    ['its giver’s subscription ended', async () => lapse(), 'over', 'paused'],
  ])('reads on no further from the moment when %s', async (_why, end, outcome, state) => {
    const id = await give()
    const token = await tokenOf(id)
    await end()
    expect(await open(token)).toEqual({ kind: outcome })
    expect(await read('gated', [id])).toEqual({ kind: 'over' })
    const uses = [{ slug: 'gated', accessLevel: 'subscriber', part: 'gated' } as const]
    expect(await isGivenPicture(database.app, uses, { header: '', siteUrl }, now)).toBe(false)
    expect((await own()).links).toMatchObject([{ state, path: null }])
  })

  test('reads nothing more when fourteen days are over', async () => {
    const id = await give()
    const token = await tokenOf(id)
    const [before, end] = [later(now, 14 * DAY - 1), later(now, 14 * DAY)]
    expect((await read('gated', [id], before)).kind).toBe('given')
    expect(await open(token, end)).toEqual({ kind: 'over' })
    expect(await read('gated', [id], end)).toEqual({ kind: 'over' })
    expect((await own(end)).links).toMatchObject([{ state: 'over', path: null }])
  })

  test('is led to an article that is everybody’s by now, and told of one that is gone', async () => {
    const article = await publish(database, 'changing')
    const id = await give('changing')
    const token = await tokenOf(id)
    await publish(database, 'changing', { id: article, accessLevel: 'free' })
    expect(await open(token)).toEqual({ kind: 'free', slug: 'changing' })
    expect((await own()).links).toMatchObject([{ state: 'everybodys', path: null }])
    await database.owner`update article set status = 'withdrawn' where slug = 'changing'`
    expect(await open(token)).toEqual({ kind: 'withdrawn' })
    expect(await read('changing', [id])).toEqual({ kind: 'no_article' })
    expect((await own()).links).toMatchObject([{ state: 'withdrawn', slug: null, path: null }])
  })

  test('sees the pictures of that article, with the pass that they were given', async () => {
    const opened = await open(await tokenOf(await give()))
    if (opened.kind !== 'open') throw new Error(opened.kind)
    const header = `${opened.pass.name}=${opened.pass.value}`
    const sees = async (slug: string) =>
      isGivenPicture(database.app, gatedUses(slug), { header, siteUrl }, now)
    expect([await sees('gated'), await sees('one-1')]).toEqual([true, false])
    await lapse()
    expect(await sees('gated')).toBe(false)
  })

  test('is one of so many in an hour', async () => {
    const token = await tokenOf(await give())
    const address = randomUUID()
    await database.owner`
      insert into rate_limit (key, points, expire)
      values (${`${limits.giftLinkLooks.name}:${address}`}, ${limits.giftLinkLooks.points}, ${Date.now() + HOUR})`
    expect(await openGiftLink(databases, token, { address, siteUrl }, now)).toMatchObject({
      kind: 'limited',
    })
  })
})

test('nobody takes back the link of another', async () => {
  const id = await give()
  await revokeGiftLink(database.app, await addSubscriber(), id, now)
  expect((await own()).links).toMatchObject([{ state: 'open' }])
})
