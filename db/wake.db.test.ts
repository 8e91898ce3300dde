import { expect, test } from 'vitest'
import { useTestDatabase } from './testing/database.ts'
import { callJobs, hearCalls } from './wake.ts'

const database = useTestDatabase()

test('a call is heard by whoever listens, also when its connection was lost meanwhile', async () => {
  const heard: string[] = []
  const calls = hearCalls(database.url, (job) => heard.push(job))
  const called = async (job: string) => {
    // It begins to listen by itself, and until then nobody hears: the caller does not care.
    await expect
      .poll(
        async () => {
          await callJobs(database.app, job)
          return heard.at(-1)
        },
        { timeout: 20_000 },
      )
      .toBe(job)
  }
  await called('inbox')
  await database.owner`
    select pg_terminate_backend(pid) from pg_stat_activity
     where application_name = 'foldline calls' and datname = current_database()`
  await called('mail')
  await calls.stop()
})

test('a database that is not there is no failure, and stopping does not wait for it', async () => {
  const calls = hearCalls('postgres://nobody:nothing@127.0.0.1:9/none', () => undefined)
  await expect(calls.stop()).resolves.toBeUndefined()
})
