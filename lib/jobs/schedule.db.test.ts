import { PgBoss } from 'pg-boss'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openOwner, rolePassword } from '#db/client.ts'
import { jobConnection } from '#db/job-schema.ts'
import { useTestDatabase } from '#db/testing/database.ts'
import { useTestEnvironment } from '#lib/testing/environment.ts'
import { type RunningSchedule, startSchedule } from './schedule.ts'
import { startProxy } from './testing/proxy.ts'
import type { ScheduledWork } from './work.ts'

const database = useTestDatabase()
const PACE = { pollSeconds: 0.5, cronSeconds: 1, tryAgainMs: 100 }
let schedules: RunningSchedule[] = []
beforeEach(() => {
  useTestEnvironment({ databaseUrl: database.url })
})
afterEach(async () => {
  await Promise.all(schedules.map((schedule) => schedule.stop()))
  schedules = []
})

let works = 0
/** A piece of work that counts how often it ran. Unless told otherwise its time comes once a year. */
function counting(changes: Partial<ScheduledWork> = {}) {
  const counted = { runs: 0 }
  const work: ScheduledWork = {
    name: `work-${++works}`,
    cron: '0 0 1 1 *',
    atStart: false,
    longestSeconds: 60,
    run: () => Promise.resolve(counted.runs++),
    ...changes,
  }
  return { work, counted }
}
function run(...work: ScheduledWork[]): RunningSchedule {
  const schedule = startSchedule(work, PACE)
  schedules.push(schedule)
  return schedule
}
/** Asks for a piece of work as its time does. */
async function send(name: string): Promise<void> {
  const boss = new PgBoss({ ...jobConnection(database.url), schedule: false, supervise: false })
  await boss.start()
  await boss.send(name)
  await boss.stop()
}
const jobs = async (name: string) => [
  ...(await database.owner`select state, output from jobs.job where name = ${name}`),
]
const scheduled = async () => {
  const rows = await database.owner`select name from jobs.schedule order by name`
  return rows.map(({ name }) => String(name))
}

test('work is done when its time comes', async () => {
  const { work, counted } = counting({ cron: '* * * * * *' })
  run(work)
  await expect.poll(() => counted.runs).toBe(1)
})

test('what belongs at the start is done at the start', async () => {
  const { work, counted } = counting({ atStart: true })
  run(work)
  await expect.poll(() => counted.runs).toBe(1)
})

test('two instances do not do the same work at once, and stopping waits for what runs', async () => {
  const go = Promise.withResolvers<void>()
  const { work } = counting({ atStart: true })
  const running = { now: 0, most: 0, begun: 0 }
  const slow = async () => {
    running.begun++
    running.most = Math.max(running.most, ++running.now)
    await go.promise
    running.now--
  }
  const [first, second] = [run({ ...work, run: slow }), run({ ...work, run: slow })]
  await expect.poll(() => running.begun).toBe(1)
  await send(work.name)
  let stopped = false
  const stopping = Promise.all([first.stop(), second.stop()]).then(() => (stopped = true))
  expect(await jobs(work.name)).toMatchObject([{ state: 'active' }])
  expect([stopped, running.now]).toEqual([false, 1])
  go.resolve()
  await stopping
  expect(running).toEqual({ now: 0, most: 1, begun: 1 })
})

test('work that fails is done again at its next time, and nothing of it is kept but one line', async () => {
  const failing = Object.assign(new Error('no such thing'), { params: ['a@example.org'] })
  let runs = 0
  const { work } = counting({
    atStart: true,
    run: () => (++runs === 1 ? Promise.reject(failing) : Promise.resolve()),
  })
  run(work)
  await expect.poll(() => jobs(work.name)).toMatchObject([{ state: 'failed' }])
  const [job] = await jobs(work.name)
  expect(JSON.stringify(job?.output)).toContain('no such thing')
  expect(JSON.stringify(job?.output)).not.toContain('example.org')
  await send(work.name)
  await expect.poll(() => runs).toBe(2)
})

test('what a former version scheduled is taken off', async () => {
  const [old, current] = [counting(), counting()]
  const schedule = run(old.work)
  await expect.poll(scheduled).toEqual([old.work.name])
  await schedule.stop()
  run(current.work)
  await expect.poll(scheduled).toEqual([current.work.name])
})

test('a database that comes late, goes away and comes back ends neither process nor schedule', async () => {
  const proxy = await startProxy(database.url, { cut: true })
  useTestEnvironment({ databaseUrl: proxy.url })
  const { work, counted } = counting({ atStart: true })
  const schedule = run(work)
  try {
    proxy.mend()
    await expect.poll(() => counted.runs).toBe(1)
    proxy.cut()
    await send(work.name)
    proxy.mend()
    await expect.poll(() => counted.runs).toBe(2)
    proxy.cut()
    await schedule.stop()
  } finally {
    await proxy.close()
  }
})

test('a schedule whose database never comes can be stopped', async () => {
  useTestEnvironment({ databaseUrl: 'postgres://nobody:nothing@127.0.0.1:9/none' })
  const { work, counted } = counting({ atStart: true })
  await run(work).stop()
  expect(counted.runs).toBe(0)
})

test('upkeep of the schedule needs no right that the application has not', async () => {
  const boss = new PgBoss({ ...jobConnection(database.url), schedule: false })
  const errors: string[] = []
  boss.on('error', ({ message }) => errors.push(message))
  await boss.start()
  // Upkeep that was done lately is skipped.
  await database.owner`update jobs.queue set maintain_on = null, monitor_on = null`
  await boss.supervise()
  await boss.stop()
  expect(errors).toEqual([])
})

test.each([
  ['make a table', 'create table jobs.mine (a int)'],
  ['drop a queue’s table', 'drop table jobs.job'],
  [
    'say which version is installed, beside the one',
    'insert into jobs.version (version) values (1)',
  ],
])('the application may not %s', async (_what, statement) => {
  const url = new URL(database.url)
  Object.assign(url, {
    username: 'foldline_app',
    password: rolePassword(database.url, 'foldline_app'),
  })
  const app = openOwner(url.href)
  await expect(app.unsafe(statement)).rejects.toMatchObject({ code: '42501' })
  await app.end()
})

test('W52: the public login sees nothing of what is scheduled', async () => {
  const [row] = await database.owner`
    select has_schema_privilege('foldline_public', 'jobs', 'usage') as may`
  expect(row?.may).toBe(false)
})
