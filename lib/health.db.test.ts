import { randomUUID } from 'node:crypto'
import { beforeEach, expect, test } from 'vitest'
import { openAppDatabase } from '#db/client.ts'
import { noteAlive, writeHealthChecks } from '#db/queries/health.ts'
import { useTestDatabase } from '#db/testing/database.ts'
import { DAY, HOUR, later, MINUTE, SECOND } from './clock.ts'
import { readHealth } from './health.ts'

const database = useTestDatabase()
const now = new Date('2027-03-12T09:30:00Z')
const health = () => readHealth(database.app, now)
beforeEach(async () => {
  await database.owner`truncate stripe_event, mail, health_check cascade`
  await noteAlive(database.app, now)
})

type Event = {
  source: string
  madeAt: Date
  lag: number
  signedLag: number
  outcome: string | null
}

/** An event that came `lag` after it was made. */
async function addEvent(changes: Partial<Event> = {}): Promise<void> {
  const event = {
    source: 'webhook',
    madeAt: later(now, -1 * HOUR),
    lag: 1 * SECOND,
    signedLag: 1 * SECOND,
    outcome: 'synced',
    ...changes,
  }
  const received = later(event.madeAt, event.lag)
  await database.owner`
    insert into stripe_event (id, type, livemode, payload, created_at, received_at, source,
                              signed_at, outcome, processed_at)
    values (${`evt_${randomUUID()}`}, 'invoice.paid', false, '{}', ${event.madeAt}, ${received},
            ${event.source}, ${event.source === 'webhook' ? later(received, -event.signedLag) : null},
            ${event.outcome}, ${event.outcome === null ? null : received})`
}
const problemsMatching = async (pattern: RegExp) =>
  (await health()).problems.filter((problem) => pattern.test(problem)).length

test('with nothing wrong all is well, and nothing in it is a person or a secret', async () => {
  await addEvent()
  await writeHealthChecks(database.app, [{ name: 'price monthly', problem: null }], now)
  expect(await health()).toEqual({
    status: 'ok',
    problems: [],
    checks: {
      pendingEvents: 0,
      pendingSince: null,
      deadLetters: 0,
      failedMails: 0,
      webhookSilentSince: null,
      clockSkewSeconds: 1,
      setup: [{ name: 'price monthly', ok: true, checkedAt: now }],
    },
  })
})

test('before anything ever happened all is well', async () => {
  expect(await health()).toMatchObject({ status: 'ok', checks: { clockSkewSeconds: null } })
})

test('events that only asking found, newer than the newest delivery, mean that the webhook is silent', async () => {
  await addEvent({ madeAt: later(now, -3 * HOUR) })
  await addEvent({ source: 'reconcile', madeAt: later(now, -2 * HOUR), lag: 10 * MINUTE })
  await addEvent({ source: 'reconcile', madeAt: later(now, -1 * HOUR), lag: 10 * MINUTE })
  expect(await health()).toMatchObject({
    status: 'degraded',
    checks: { webhookSilentSince: later(now, -2 * HOUR) },
    problems: [expect.stringContaining('since 12 March 2027 at 07:30 GMT: 2 events were')],
  })
})

test('it is not silent when something came by itself since, nor before an event had time to come', async () => {
  await addEvent({ source: 'reconcile', madeAt: later(now, -2 * HOUR), lag: 10 * MINUTE })
  await addEvent({ madeAt: later(now, -1 * HOUR) })
  await addEvent({ source: 'reconcile', madeAt: later(now, -1 * MINUTE) })
  expect(await health()).toMatchObject({ status: 'ok', checks: { webhookSilentSince: null } })
})

test('where nothing ever came by itself it is silent since the first event', async () => {
  await addEvent({ source: 'reconcile', madeAt: later(now, -2 * HOUR), lag: 10 * MINUTE })
  expect(await health()).toMatchObject({
    checks: { webhookSilentSince: later(now, -2 * HOUR) },
    problems: [expect.stringContaining('1 event was found')],
  })
})

test.each([
  [2 * MINUTE, '120 seconds after'],
  [-2 * MINUTE, '120 seconds before'],
])('a clock that is off by %s ms is told', async (signedLag, words) => {
  await addEvent({ signedLag })
  expect((await health()).problems).toEqual([expect.stringContaining(words)])
})

test('what was given up is counted', async () => {
  await addEvent({ outcome: 'dead' })
  await addEvent({ outcome: 'dead' })
  expect(await health()).toMatchObject({ status: 'degraded', checks: { deadLetters: 2 } })
  expect(await problemsMatching(/^2 events of Stripe’s were given up/)).toBe(1)
})

test('what waits is counted, and is a problem when it waits long', async () => {
  await addEvent({ outcome: null, madeAt: later(now, -9 * MINUTE) })
  expect(await health()).toMatchObject({ status: 'ok', checks: { pendingEvents: 1 } })
  await addEvent({ outcome: null, madeAt: later(now, -11 * MINUTE) })
  expect(await health()).toMatchObject({ status: 'degraded', checks: { pendingEvents: 2 } })
})

const addFailedMail = (madeAt: Date, failedAt: Date) => {
  const hex = madeAt.getTime().toString(16).padStart(12, '0')
  const id = `${hex.slice(0, 8)}-${hex.slice(8)}-7fff-8fff-${randomUUID().slice(-12)}`
  return database.owner`
    insert into mail (id, to_address, kind, once_key, subject, data, state, next_attempt_at)
    values (${id}, 'a@example.org', 'ends_on', ${id}, 'x', '{}', 'failed', ${failedAt})`
}

test('mails that failed within a day are counted, and nobody’s address is told', async () => {
  await addFailedMail(later(now, -20 * HOUR), later(now, -1 * HOUR))
  await addFailedMail(later(now, -3 * DAY), later(now, -2 * DAY))
  const read = await health()
  expect(read).toMatchObject({ status: 'degraded', checks: { failedMails: 1 } })
  expect(JSON.stringify(read)).not.toContain('example.org')
})

test('what is wrong with the set-up is told, and that nobody looks any more', async () => {
  const findings = [{ name: 'price annual', problem: 'The price is archived.' }]
  await writeHealthChecks(database.app, findings, later(now, -1 * HOUR))
  expect(await health()).toMatchObject({
    status: 'degraded',
    problems: ['The price is archived.'],
    checks: { setup: [{ name: 'price annual', ok: false }] },
  })
  const mended = [{ name: 'price annual', problem: null }]
  await writeHealthChecks(database.app, mended, later(now, -4 * HOUR))
  expect((await health()).problems).toEqual([expect.stringContaining('does not run')])
})

test('22: with no database it is down, and says nothing else', async () => {
  const nowhere = openAppDatabase('postgres://nobody:nothing@127.0.0.1:9/none', {
    max: 1,
    purpose: 'test',
  })
  expect(await readHealth(nowhere, now)).toEqual({
    status: 'down',
    problems: ['The database does not answer.'],
    checks: null,
  })
  await nowhere.close()
})

test('without a process that does the jobs mails and events would wait for ever: that is told', async () => {
  await noteAlive(database.app, later(now, -50 * SECOND))
  expect((await health()).problems).toEqual([])
  await noteAlive(database.app, later(now, -70 * SECOND))
  const { status, problems } = await health()
  expect(status).toBe('degraded')
  expect(problems).toEqual([expect.stringContaining('has not been heard of since')])
  await database.owner`truncate health_check`
  expect((await health()).problems).toEqual([expect.stringContaining('has never run')])
})
