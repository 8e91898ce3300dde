import { randomUUID } from 'node:crypto'
import { afterEach, describe, expect, test } from 'vitest'
import { useTestDatabase } from '#db/testing/database.ts'
import { later, SECOND } from '#lib/clock.ts'
import { useTestEnvironment } from '#lib/testing/environment.ts'
import type { Message } from './message.ts'
import { queueMail, queueMails } from './queue.ts'
import { sendDueMail } from './send.ts'
import type { RenderedMail } from './transport.ts'

useTestEnvironment()
const database = useTestDatabase()
afterEach(() => database.owner`delete from mail`)

const endsOn: Message = { kind: 'ends_on', endsAt: '2027-07-12T09:30:00.000Z' }
let clock = new Date()
const now = () => clock

async function addReader(): Promise<string> {
  const [row] = await database.owner`
    insert into reader (email) values (${`${randomUUID()}@example.org`}) returning id`
  return String(row?.id)
}
const queue = async (onceKey: string = randomUUID(), to = 'a@example.org') =>
  queueMail(database.app, { to, readerId: await addReader(), onceKey, message: endsOn })
async function rows() {
  const found = await database.owner`
    select id, state, attempts, next_attempt_at, last_error, sent_at from mail order by created_at`
  return [...found]
}

/** A post that takes what it is handed, unless it is told to refuse. */
function post(refuse: (mail: RenderedMail) => string | null = () => null) {
  const taken: RenderedMail[] = []
  const hand = (mail: RenderedMail) => {
    const reason = refuse(mail)
    if (reason !== null) return Promise.reject(new Error(reason))
    taken.push(mail)
    return Promise.resolve()
  }
  clock = later(new Date(), SECOND)
  return { taken, send: () => sendDueMail(database.app, now, hand) }
}

const plan = (...keys: string[]) =>
  queueMails(
    database.app,
    keys.map((onceKey) => ({ to: 'a@example.org', readerId: null, onceKey, message: endsOn })),
  )

describe('a message exists once', () => {
  test('a second one under the same key is not added, whatever it says', async () => {
    expect(await queue('welcome:sub_1')).toBe(true)
    expect(await queue('welcome:sub_1', 'b@example.org')).toBe(false)
    expect(await rows()).toHaveLength(1)
  })

  test('of many that are planned again, those are added that are new', async () => {
    expect(await plan('one')).toBe(1)
    expect(await plan('one', 'two', "three's", 'two')).toBe(2)
    expect(await plan('one', 'two', "three's")).toBe(0)
    expect(await rows()).toHaveLength(3)
  })

  test('of twenty at once one is added', async () => {
    const added = await Promise.all(Array.from({ length: 20 }, () => queue('once')))
    expect(added.filter(Boolean)).toHaveLength(1)
  })

  test('it is there if and only if what it is about is', async () => {
    const broken = database.app.transaction(async (tx) => {
      const readerId = await addReader()
      await queueMail(tx, { to: 'a@example.org', readerId, onceKey: 'k', message: endsOn })
      throw new Error('the rest failed')
    })
    await expect(broken).rejects.toThrow('the rest failed')
    expect(await rows()).toHaveLength(0)
  })
})

describe('what is due is sent', () => {
  test('once, rendered, and marked', async () => {
    await queue()
    const { taken, send } = post()
    expect(await send()).toBe(1)
    expect(await send()).toBe(0)
    expect(taken).toMatchObject([
      {
        to: 'a@example.org',
        subject: 'Your subscription ends on 12 July 2027',
        html: expect.stringContaining('12 July 2027 at 10:30 BST'),
        text: expect.stringContaining('12 July 2027 at 10:30 BST'),
      },
    ])
    expect(await rows()).toMatchObject([{ state: 'sent', attempts: 1, sent_at: clock }])
  })

  test('once, when several instances send at once', async () => {
    for (let i = 0; i < 5; i++) await queue()
    const { taken, send } = post()
    const counts = await Promise.all([send(), send(), send()])
    expect(counts.reduce((sum, count) => sum + count)).toBe(5)
    expect(new Set(taken.map(({ id }) => id)).size).toBe(5)
  })

  test('a refusal is tried again, later each time, and given up after a day', async () => {
    await queue()
    const { send } = post(() => 'mailbox full')
    const waits = []
    for (let attempt = 1; attempt <= 6; attempt++) {
      expect(await send()).toBe(0)
      const [row] = await rows()
      expect(row).toMatchObject({ state: 'queued', attempts: attempt })
      const due: Date = row?.next_attempt_at
      waits.push(Math.round((due.getTime() - clock.getTime()) / 60_000))
      clock = due
    }
    expect(waits).toEqual([1, 5, 30, 120, 360, 720])
    expect(await send()).toBe(0)
    expect(await rows()).toMatchObject([
      { state: 'failed', attempts: 7, last_error: 'Error: mailbox full', sent_at: null },
    ])
    clock = later(clock, 86_400 * SECOND)
    expect(await send()).toBe(0)
  })

  test('one that is refused does not hold up the others', async () => {
    await queue('first', 'full@example.org')
    await queue('second', 'b@example.org')
    const { taken, send } = post(({ to }) => (to.startsWith('full') ? 'mailbox full' : null))
    expect(await send()).toBe(1)
    expect(taken).toMatchObject([{ to: 'b@example.org' }])
  })

  test('a later success clears what went wrong', async () => {
    await queue()
    let refusals = 1
    const { send } = post(() => (refusals-- > 0 ? 'busy' : null))
    await send()
    clock = later(clock, 61 * SECOND)
    expect(await send()).toBe(1)
    expect(await rows()).toMatchObject([{ state: 'sent', attempts: 2, last_error: null }])
  })

  test('one whose content nobody understands is a failure of its own, never a crash', async () => {
    await queue()
    await database.owner`update mail set data = '{"endsAt": "soon"}'`
    const { taken, send } = post()
    expect(await send()).toBe(0)
    expect(taken).toHaveLength(0)
    expect(await rows()).toMatchObject([{ state: 'queued', attempts: 1 }])
  })
})
