/**
 * A month of simulated life. What is simulated, and how large, comes from the project: the small one is
 * part of `npm test`, the large one is `npm run test:month`. Either prints its seed.
 */
import { expect, inject, test } from 'vitest'
import { useTestDatabase } from '#db/testing/database.ts'
import { simulate } from './testing/month/simulate.ts'

const database = useTestDatabase()
const plan = inject('month')
const { readers, days, seed } = plan

test(
  `${readers} readers live for ${days} days with faults (seed ${seed}): access, revenue and mails are right`,
  async () => {
    const { mismatches, table } = await simulate(database, plan)
    process.stdout.write(`\n${table}`)
    expect(
      mismatches,
      `npm run test:month -- --readers ${readers} --days ${days} --seed ${seed}`,
    ).toEqual([])
  },
  30 * 60_000,
)
