import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type AppDatabase, openAppDatabase } from './client.ts'
import { ConnectionLost } from './lost-connection.ts'
import { useTestDatabase } from './testing/database.ts'

const database = useTestDatabase()
let app: AppDatabase
beforeAll(async () => {
  // One connection, so that what is done next is done on the one that was lost.
  app = openAppDatabase(database.url, { max: 1, purpose: 'lost' })
  await database.owner`create table note (word text)`
  await database.owner`grant all on note to foldline_app`
})
afterAll(() => app.close())

const killConnections = () => database.owner`
  select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'foldline lost'`
const connections = async () => {
  const rows = await database.owner`
    select 1 from pg_stat_activity where application_name = 'foldline lost'`
  return rows.length
}
const note = (word: string) => sql`insert into note values (${word})`
const notes = async () => {
  const rows = await database.owner`select word from note order by word`
  return rows.map(({ word }) => String(word))
}

const recovered = () =>
  app.execute(note('after')).then(
    () => true,
    () => false,
  )

test('a connection that is lost under a query fails that transaction, and nothing else', async () => {
  for (let i = 0; i < 3; i++) {
    const lost = app.transaction(async (tx) => {
      await tx.execute(note('under a query'))
      await Promise.all([tx.execute(sql`select pg_sleep(30)`), killConnections()])
    })
    await expect(lost).rejects.toMatchObject({ name: expect.stringContaining('Error') })
  }
  // postgres.js fails one more query with the error of the connection before it; then it is well.
  await expect.poll(recovered).toBe(true)
  expect(await notes()).toEqual(['after'])
})

test('one that is lost while the work waits for somebody else fails it at once, and its rest is refused', async () => {
  const answered = Promise.withResolvers<void>()
  const rest = Promise.withResolvers<unknown>()
  const lost = app.transaction(async (tx) => {
    await tx.execute(note('before the wait'))
    await killConnections()
    await answered.promise
    try {
      await tx.execute(note('after the wait'))
    } catch (error) {
      rest.resolve(error)
      throw error
    }
  })
  await expect(lost).rejects.toMatchObject({ code: expect.stringMatching(/CLOSED|RESET|57P01/) })
  await expect.poll(connections).toBe(0)
  // Somebody else has the pool's only connection by now, in a transaction that must stay theirs.
  let refusal: unknown
  const another = app.transaction(async (tx) => {
    await tx.execute(note('of another'))
    answered.resolve()
    refusal = await rest.promise
    throw new RangeError('rolled back')
  })
  await expect(another).rejects.toThrow('rolled back')
  expect(refusal).toBeInstanceOf(ConnectionLost)
  expect(await notes()).toEqual(['after'])
})

test('an ordinary failure rolls back and is thrown as it is', async () => {
  const failed = app.transaction(async (tx) => {
    await tx.execute(note('rolled back'))
    throw new RangeError('ours')
  })
  await expect(failed).rejects.toThrow(RangeError)
  const refused = app.transaction((tx) => tx.execute(sql`select 1 / 0`))
  await expect(refused).rejects.toMatchObject({ cause: { code: '22012' } })
  expect(await notes()).toEqual(['after'])
})

test('a failure of somebody else’s connection is not taken for ours', async () => {
  const reset = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' })
  const failed = app.transaction(() =>
    Promise.reject(new Error('Stripe is down', { cause: reset })),
  )
  await expect(failed).rejects.toThrow('Stripe is down')
})
