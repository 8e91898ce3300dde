import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import { queueBatch } from '#db/queries/newsletter-issues.ts'
import { useTestDatabase } from '#db/testing/database.ts'
import { publish, published, said } from '#lib/articles/testing/publication.ts'
import { DAY, HOUR, later, MINUTE } from '#lib/clock.ts'
import { queueMail } from '#lib/mail/queue.ts'
import { sendDueMail } from '#lib/mail/send.ts'
import type { RenderedMail } from '#lib/mail/transport.ts'
import type { Newsletter } from '#lib/newsletter-list.ts'
import { publication } from '#lib/publication.ts'
import { useTestEnvironment } from '#lib/testing/environment.ts'
import { sendTest } from './desk.ts'
import { sendIssues } from './send-issues.ts'
import { lastSlot } from './slot.ts'
import { subscriber } from './testing/subscribers.ts'

useTestEnvironment()
const database = useTestDatabase()
const daily: Newsletter = {
  slug: 'daily',
  name: 'The Daily',
  description: '',
  when: 'Every day',
  rhythm: { days: [0, 1, 2, 3, 4, 5, 6], hour: 7, minute: 0 },
  sections: null,
  most: 8,
}
/** In the past, for nothing that is dated in the future is published. */
const due = lastSlot(daily.rhythm, publication.timeZone, later(published, -5 * DAY))
const databases = () => ({ app: database.app, public: database.public })
const run = async (at = due, batch = 2, letters = [daily]) =>
  sendIssues(databases(), later(at, MINUTE), { batch, letters })

beforeEach(async () => {
  await database.owner`delete from mail`
  await database.owner`delete from newsletter_issue`
  await database.owner`delete from newsletter_address`
  await database.owner`delete from article`
})

async function subscribers(howMany: number): Promise<void> {
  for (let one = 0; one < howMany; one++)
    await subscriber(database, `${randomUUID()}@example.org`, ['daily'])
}
const issues = async () => [
  ...(await database.owner`
    select newsletter, due_at, state, recipients, delivered, refused from newsletter_issue order by due_at`),
]
const waiting = async () => [
  ...(await database.owner`select to_address from mail where state = 'queued'`),
]

/** A post that takes what it is handed, unless it is told to refuse. */
function post(refuse: (mail: RenderedMail) => boolean = () => false) {
  const taken: RenderedMail[] = []
  const hand = (mail: RenderedMail) => {
    if (refuse(mail))
      return Promise.reject(Object.assign(new Error('550 no such user'), { responseCode: 550 }))
    taken.push(mail)
    return Promise.resolve()
  }
  return { taken, send: () => sendDueMail(database.app, () => later(published, HOUR), hand) }
}

describe('an issue', () => {
  test('is made of what was published since the last, goes to each who confirmed once, and holds nothing gated', async () => {
    await publish(database, 'told', { publishedAt: later(due, -2 * HOUR) })
    await publish(database, 'draft', { status: 'draft' })
    await publish(database, 'later', { publishedAt: later(due, HOUR) })
    await subscribers(5)
    await subscriber(database, 'pending@example.org', ['daily'], 'pending')
    await subscriber(database, 'other@example.org', ['another'])
    await Promise.all([run(), run(), run()])
    await run()
    expect(await waiting()).toHaveLength(5)
    const { taken, send } = post()
    await send()
    await run()
    expect(await issues()).toMatchObject([
      { newsletter: 'daily', due_at: due, state: 'sent', recipients: 5, delivered: 5, refused: 0 },
    ])
    expect(new Set(taken.map(({ to }) => to)).size).toBe(5)
    for (const { html, text, headers, subject } of taken) {
      expect(subject).toBe('Headline of told')
      for (const part of [html, text]) {
        expect(part).toContain('Standfirst of told.')
        expect(part).not.toContain(said.below)
        expect(part).not.toMatch(/later|draft/)
      }
      expect(headers).toMatchObject({
        'List-Id': '"The Daily" <daily.news.example>',
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
        Precedence: 'bulk',
      })
      expect(headers?.['List-Unsubscribe']).toMatch(
        /^<https:\/\/news\.example\/api\/newsletters\/unsubscribe\?t=[\w.-]+>$/,
      )
    }
    expect(new Set(taken.map(({ headers }) => headers?.['List-Unsubscribe'])).size).toBe(5)
  })

  test('nothing new, or nobody to tell: none. What is new then is told in the next', async () => {
    await subscribers(1)
    await run()
    expect(await issues()).toEqual([])
    await publish(database, 'told', { publishedAt: later(due, -2 * HOUR) })
    await database.owner`delete from newsletter_address`
    await run()
    expect(await issues()).toEqual([])
    await subscribers(1)
    await run(later(due, DAY))
    await run(later(due, 2 * DAY))
    expect(await issues()).toHaveLength(1)
  })

  test('one that is many hours late is left out', async () => {
    await publish(database, 'told', { publishedAt: later(due, -2 * HOUR) })
    await subscribers(1)
    await run(later(due, 7 * HOUR))
    expect(await issues()).toEqual([])
  })

  test('tells of its sections alone', async () => {
    await publish(database, 'told', { publishedAt: later(due, -HOUR), section: 'Food' })
    await publish(database, 'not', { publishedAt: later(due, -HOUR), section: 'Rivers' })
    await subscribers(1)
    await run(due, 2, [{ ...daily, sections: ['food'] }])
    const [row] = await database.owner`select content from newsletter_issue`
    expect(row?.content.articles).toMatchObject([{ slug: 'told' }])
  })

  test('broken off between two batches it is gone on with, and nobody gets two', async () => {
    await publish(database, 'told', { publishedAt: later(due, -HOUR) })
    await subscribers(5)
    const stopping = new AbortController()
    stopping.abort()
    await sendIssues(databases(), later(due, MINUTE), {
      batch: 2,
      letters: [daily],
      signal: stopping.signal,
    })
    expect(await issues()).toMatchObject([{ state: 'queueing', recipients: 0 }])
    // As if it had been killed after the first batch.
    const [issue] = await database.owner`select id from newsletter_issue`
    await database.app.transaction((tx) => queueBatch(tx, String(issue?.id), 2))
    expect(await waiting()).toHaveLength(2)
    await run()
    expect(await waiting()).toHaveLength(5)
    expect(new Set((await waiting()).map((row) => row.to_address)).size).toBe(5)
  })

  test('waits for every message that somebody waits for', async () => {
    await publish(database, 'told', { publishedAt: later(due, -HOUR) })
    await subscribers(3)
    await run()
    await queueMail(database.app, {
      to: 'waits@example.org',
      readerId: null,
      onceKey: 'waits',
      message: { kind: 'account_deleted', deletedAt: due.toISOString() },
    })
    const { taken, send } = post()
    await send()
    expect(taken.map(({ to }) => to).indexOf('waits@example.org')).toBe(0)
    expect(taken).toHaveLength(4)
  })

  test('what a server refuses for good is given up at once and noted; after three issues nothing more goes there', async () => {
    await subscribers(1)
    await subscriber(database, 'gone@example.org', ['daily'])
    for (let day = 0; day < 4; day++) {
      await publish(database, `told-${day}`, { publishedAt: later(due, day * DAY - HOUR) })
      await run(later(due, day * DAY))
      await post(({ to }) => to === 'gone@example.org').send()
      await run(later(due, day * DAY))
    }
    expect((await issues()).map(({ recipients, refused }) => [recipients, refused])).toEqual([
      [2, 1],
      [2, 1],
      [2, 1],
      [1, 0],
    ])
    const [row] = await database.owner`
      select refusals from newsletter_address where email = 'gone@example.org'`
    expect(row?.refusals).toBe(3)
  })
})

test('a test goes to who asks, with no link that would end anything, and into the audit log', async () => {
  await publish(database, 'told', { publishedAt: later(due, -HOUR) })
  await subscribers(2)
  const actor = { id: null, label: 'An editor' }
  const wanted = { newsletter: daily, to: 'editor@example.org' }
  expect(await sendTest(databases(), actor, wanted, later(due, -DAY))).toBe('nothing_published')
  expect(await sendTest(databases(), actor, wanted, due)).toBe('sent')
  const { taken, send } = post()
  await send()
  expect(taken).toMatchObject([{ to: 'editor@example.org', subject: 'Test: Headline of told' }])
  expect(taken[0]?.html).not.toContain('/newsletters/')
  expect(taken[0]?.headers?.['List-Unsubscribe']).toBeUndefined()
  const rows = await database.owner`select actor, detail from audit_entry`
  expect(rows).toMatchObject([{ actor: 'An editor', detail: { newsletter: 'daily' } }])
  expect(await issues()).toEqual([])
})
