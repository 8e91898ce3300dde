import { afterAll, beforeAll, expect, test } from 'vitest'
import { saveArticle } from '#lib/articles/write.ts'
import { type AppDatabase, openAppDatabase } from '#db/client.ts'
import { useTestDatabase } from '#db/testing/database.ts'
import { addGrant } from '#db/queries/grants.ts'
import { hashToken } from '#lib/auth/hash.ts'
import { endOneSession } from '#lib/auth/sessions.ts'
import { takeBackAccess } from '#lib/account/grants.ts'
import { withChangeAhead } from '#lib/changes-ahead.ts'
import { DAY, later } from '#lib/clock.ts'
import { closeDatabases } from '#lib/runtime.ts'
import { useTestEnvironment } from '#lib/testing/environment.ts'
import { type AccessMemory, openAccessMemory } from './access-memory.ts'
import { type Changes, listenForChanges } from './changes.ts'
import { openWay } from './testing/cut.ts'

const database = useTestDatabase()
useTestEnvironment({ databaseUrl: database.url })
const siteUrl = new URL('https://news.example')
const INSTANCES = 3
const READERS = 6
const ROUNDS = 20

type Instance = { changes: Changes; memory: AccessMemory }
const instances: Instance[] = []
const pools: AppDatabase[] = []
const readers: { id: string; number: number }[] = []
const staff = { id: null, label: 'the desk' }

beforeAll(async () => {
  // A pool of another file may be left in this process.
  await closeDatabases()
  for (let i = 0; i < INSTANCES; i++) {
    const changes = listenForChanges(database.url)
    const pool = openAppDatabase(database.url, { max: 4, purpose: 'test' })
    pools.push(pool)
    instances.push({
      changes,
      memory: openAccessMemory({ db: pool, changes, siteUrl }),
    })
  }
  for (let number = 0; number < READERS; number++) {
    const [row] = await database.owner`
      insert into reader (email) values (${`${number}@example.org`}) returning id`
    readers.push({ id: String(row?.id), number })
  }
})
afterAll(async () => {
  await Promise.all(instances.map(({ changes }) => changes.stop()))
  await Promise.all([closeDatabases(), ...pools.map((pool) => pool.close())])
})

const untilAllTrust = () =>
  expect.poll(() => instances.every(({ changes }) => changes.trusted())).toBe(true)
const classesOf = (token: string) =>
  Promise.all(
    instances.map(({ memory }) =>
      Promise.resolve(memory.classOf(`__Host-foldline=${token}`, new Date())),
    ),
  )

async function signIn(readerId: string, token: string): Promise<string> {
  const [row] = await database.owner`
    insert into session (token_hash, reader_id, expires_at)
    values (${hashToken(token)}, ${readerId}, now() + interval '1 day') returning id`
  return String(row?.id)
}

const give = (readerId: string) =>
  addGrant(database.app, {
    readerId,
    kind: 'staff',
    giver: 'the desk',
    why: 'thanks',
    startsAt: later(new Date(), -1 * DAY),
    endsAt: later(new Date(), DAY),
  })

const made = () => Promise.resolve('made')

/** Gives and takes back, signs in and out; after each end every instance is asked at once. */
async function live(
  reader: { id: string; number: number },
  asks: (token: string) => void,
): Promise<string[]> {
  const wrong: string[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const token = `${reader.number} ${round}`
    const session = await signIn(reader.id, token)
    asks(token)
    const grant = await give(reader.id)
    await classesOf(token)
    if (round % 3 > 0) {
      await takeBackAccess(database.app, staff, { id: grant, readerId: reader.id }, new Date())
      if ((await classesOf(token)).includes('subscriber')) wrong.push(`access in round ${round}`)
    }
    await endOneSession(database.app, reader.id, session)
    const after = await classesOf(token)
    if (after.some((one) => one !== 'anonymous')) wrong.push(`session in round ${round}`)
    if (round % 3 === 0)
      await takeBackAccess(database.app, staff, { id: grant, readerId: reader.id }, new Date())
  }
  return wrong
}

test('W30: after what ends has ended, no instance answers as before, however much is asked meanwhile', async () => {
  await untilAllTrust()
  const over = new AbortController()
  const tokens: string[] = []
  const ask = async () => {
    while (!over.signal.aborted) {
      await Promise.all(tokens.slice(-READERS).map(classesOf))
      await new Promise(setImmediate)
    }
  }
  const asking = ask()
  const wrong = await Promise.all(readers.map((reader) => live(reader, (one) => tokens.push(one))))
  over.abort()
  await asking
  expect(wrong.flat()).toEqual([])
})

test('an article that becomes stricter is in doubt everywhere before that is committed', async () => {
  await untilAllTrust()
  const draft = { headline: 'Low water', standfirst: 's', sourceHtml: '<p>a</p><p>b</p>' }
  const input = { ...draft, accessLevel: 'free', status: 'published' } as const
  const doubted: boolean[] = []
  const ends = instances.map(({ changes }) =>
    changes.onChange((change) => {
      if (change.kind === 'article') doubted.push(changes.inDoubt('article', change.slug))
    }),
  )
  const saved = await saveArticle(database.app, input, later(new Date(), -1 * DAY))
  if (saved.kind === 'refused') throw new Error(JSON.stringify(saved.problems))
  const { id, slug } = saved
  await saveArticle(database.app, { ...input, id, accessLevel: 'subscriber' }, new Date())
  const inAll = (doubt: boolean) => instances.map(() => doubt)
  await expect
    .poll(() => doubted)
    .toEqual([
      // When it was made, when it was announced, and when it was so.
      ...inAll(false),
      ...inAll(true),
      ...inAll(true),
    ])
  await expect
    .poll(() => instances.some(({ changes }) => changes.inDoubt('article', slug)))
    .toBe(false)
  for (const end of ends) end()
})

test('an instance that hears nothing holds a writer up only until it cannot believe itself any more', async () => {
  const way = await openWay(database.url)
  const changes = listenForChanges(way.url)
  await expect.poll(changes.trusted).toBe(true)
  way.stall()
  const trusted = await withChangeAhead(database.app, 'reader nobody', () =>
    Promise.resolve(changes.trusted()),
  )
  expect(trusted).toBe(false)
  way.resume()
  await changes.stop()
  await way.close()
})

test('where nobody listens, and where nothing can be announced, the change is made all the same', async () => {
  await Promise.all(instances.map(({ changes }) => changes.stop()))
  expect(await withChangeAhead(database.app, 'reader nobody', made)).toBe('made')
  await database.owner`alter function announce_change rename to announce_nothing`
  expect(await withChangeAhead(database.app, 'reader nobody', made)).toBe('made')
})
