/** A whole simulation: lives through it, compares on the way and at its end, and says what was found. */
import type { TestDatabase } from '#db/testing/database.ts'
import { drive } from './drive.ts'
import { type MonthPlan, openMonth } from './month.ts'
import { addPeople, addStaff } from './people.ts'
import { randomOf } from './random.ts'
import { tableOf } from './table.ts'
import { verifyDiscounts } from './verify-discounts.ts'
import { verifyMails } from './verify-mails.ts'
import { verifyAccess, verifyCopy, verifyRevenue } from './verify.ts'

/** What a simulation came to. `mismatches` is empty when the product was right throughout. */
export type Simulation = { mismatches: string[]; table: string }

/** How many readers a look on the way compares. */
const SAMPLE = 12

/** Simulates as planned. Throws where the simulation itself could not go on. */
export async function simulate(database: TestDatabase, plan: MonthPlan): Promise<Simulation> {
  const month = await openMonth(database, plan)
  try {
    await addStaff(month)
    await addPeople(month)
    const random = randomOf(plan.seed, 'looks')
    const mismatches: string[] = []
    const run = await drive(month, async (underWay) => {
      if (!random.chance(0.04)) return
      month.tally.count('looks on the way')
      const some = random.shuffled(month.people).slice(0, SAMPLE)
      mismatches.push(...(await verifyAccess(month, underWay, some)))
    })
    for (const found of [
      await verifyAccess(month, run, month.people),
      await verifyCopy(month),
      await verifyMails(month, run),
      await verifyRevenue(month),
      await verifyDiscounts(month, run.courier.history),
      month.wrong,
    ])
      mismatches.push(...found)
    return { mismatches, table: tableOf(month, mismatches.length) }
  } finally {
    await month.close()
  }
}
