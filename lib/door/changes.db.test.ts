import { afterEach, describe, expect, test } from 'vitest'
import { useTestDatabase } from '#db/testing/database.ts'
import { useTestEnvironment } from '#lib/testing/environment.ts'
import type { Change } from './change.ts'
import { type Changes, listenForChanges } from './changes.ts'
import { openWay, type Way } from './testing/cut.ts'

useTestEnvironment()
const database = useTestDatabase()
const open: { stop?: () => Promise<void>; close?: () => Promise<void> }[] = []
afterEach(async () => {
  for (const one of open.splice(0).toReversed()) await (one.stop?.() ?? one.close?.())
})

type Listener = Changes & { told: Change[] }

function listen(url = database.url): Listener {
  const changes = listenForChanges(url)
  const told: Change[] = []
  changes.onChange((change) => told.push(change))
  open.push(changes)
  return { ...changes, told }
}

async function way(): Promise<Way> {
  const made = await openWay(database.url)
  open.push(made)
  return made
}

const patience = { interval: 5, timeout: 30_000 }
const say = (payload: string) => database.owner`select pg_notify('foldline_changes', ${payload})`
const untilTrusted = (changes: Changes) => expect.poll(changes.trusted, patience).toBe(true)
const untilDoubted = (changes: Changes) => expect.poll(changes.trusted, patience).toBe(false)
const everything = { kind: 'everything' } as const

describe('listening', () => {
  test('nothing is trusted before everything was told', async () => {
    const changes = listenForChanges(database.url)
    open.push(changes)
    const trustedWhenTold: boolean[] = []
    changes.onChange(() => trustedWhenTold.push(changes.trusted()))
    expect(changes.trusted()).toBe(false)
    await untilTrusted(changes)
    expect(trustedWhenTold).toEqual([false])
  })

  test('every kind of change is told, in its order, until one stops asking', async () => {
    const changes = listen()
    await untilTrusted(changes)
    const more: Change[] = []
    const end = changes.onChange((change) => more.push(change))
    for (const payload of ['reader r', 'session s', 'article a', 'lists']) await say(payload)
    const four = [
      { kind: 'reader', readerId: 'r' },
      { kind: 'session', tokenHash: 's' },
      { kind: 'article', slug: 'a' },
      { kind: 'lists' },
    ]
    await expect.poll(() => more, patience).toEqual(four)
    end()
    await say('everything')
    await expect.poll(() => changes.told, patience).toEqual([everything, ...four, everything])
    expect(more).toEqual(four)
  })

  test('an article whose day comes is told, although nobody writes anything then', async () => {
    const changes = listen()
    await untilTrusted(changes)
    await database.owner`insert into article (slug, headline, standfirst, preview_html, preview_text,
      excerpt, preview_words, access_level, has_gated_part, status, published_at) values
      ('soon', 'h', 's', '', '', '', 0, 'free', false, 'published', now() + interval '1.2 seconds')`
    const both = [{ kind: 'article', slug: 'soon' }, { kind: 'lists' }]
    await expect.poll(() => changes.told, patience).toEqual([everything, ...both, ...both])
    const [row] = await database.public.execute('select slug from published_article')
    expect(row).toEqual({ slug: 'soon' })
  })

  test('whoever stops trusts nothing, and no writer waits for them', async () => {
    const changes = listen()
    await untilTrusted(changes)
    await changes.stop()
    expect(changes.trusted()).toBe(false)
    const [row] = await database.owner`select announce_change('reader r') as number`
    expect(row).toEqual({ number: null })
  })
})

describe('a connection that is lost', () => {
  test('terminated by an administrator: trust ends, and everything is told before it begins again', async () => {
    const changes = listen()
    await untilTrusted(changes)
    await database.owner`select pg_terminate_backend(pid) from pg_stat_activity
      where application_name = 'foldline changes' and datname = current_database()`
    await untilDoubted(changes)
    expect(changes.told).toEqual([everything])
    await untilTrusted(changes)
    expect(changes.told).toEqual([everything, everything])
    expect(changes.database.answers()).toBe(true)
    await say('lists')
    await expect
      .poll(() => changes.told, patience)
      .toEqual([everything, everything, { kind: 'lists' }])
  })

  test('a database that is gone: it does not answer, and is heard again when it is back', async () => {
    const broken = await way()
    const changes = listen(broken.url)
    await untilTrusted(changes)
    await broken.cut()
    await untilDoubted(changes)
    await expect.poll(changes.database.answers, patience).toBe(false)
    await say('lists')
    await broken.mend()
    await untilTrusted(changes)
    expect(changes.database.answers()).toBe(true)
    expect(changes.told).toEqual([everything, everything])
  })

  test('a network that loses everything without a word: trust ends by itself', async () => {
    const broken = await way()
    const changes = listen(broken.url)
    await untilTrusted(changes)
    broken.stall()
    await untilDoubted(changes)
    await expect.poll(changes.database.answers, patience).toBe(false)
    expect(changes.told).toEqual([everything])
    broken.resume()
    await untilTrusted(changes)
  })

  test('a database that was never there is no end of the process', async () => {
    const broken = await way()
    await broken.cut()
    const changes = listen(broken.url)
    await expect.poll(changes.database.answers, patience).toBe(false)
    expect(changes.trusted()).toBe(false)
    await broken.mend()
    await untilTrusted(changes)
  })
})
