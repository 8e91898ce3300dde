import { expect, test } from 'vitest'
import { useTestDatabase } from '#db/testing/database.ts'
import { addPeople, openMonth } from './testing/month/month.ts'
import { drive } from './testing/month/drive.ts'

const database = useTestDatabase()

test('x', async () => {
  const t0 = performance.now(),
    c0 = process.cpuUsage()
  const month = await openMonth(database, { readers: 100, days: 30, seed: 1 })
  await addPeople(month)
  const run = await drive(month, async () => {})
  const c = process.cpuUsage(c0)
  console.log(month.tally, run.settled.length, performance.now() - t0, c)
  await month.close()
  expect(1).toBe(1)
}, 600_000)
