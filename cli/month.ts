/** `npm run test:month`: the large simulated month. `--seed`, `--readers` and `--days` repeat one exactly. */
import { randomInt } from 'node:crypto'
import { parseArgs } from 'node:util'
import { createVitest } from 'vitest/node'
import { z } from 'zod'

const whole = (high: number) => z.coerce.number().int().min(1).max(high)
const shape = z.strictObject({
  seed: whole(2 ** 31 - 1).default(() => randomInt(1, 1_000_000)),
  readers: whole(100_000).default(1000),
  days: whole(3650).default(90),
})

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    readers: { type: 'string' },
    days: { type: 'string' },
  },
})
const asked = shape.safeParse(values)
if (!asked.success) {
  console.error(
    `npm run test:month -- [--seed N] [--readers N] [--days N]\n${z.prettifyError(asked.error)}`,
  )
  process.exit(2)
}
const plan = asked.data
console.log(`Simulating ${plan.readers} readers for ${plan.days} days, seed ${plan.seed}.`)
const vitest = await createVitest('test', { project: ['month'], watch: false })
for (const project of vitest.projects) project.provide('month', plan)
await vitest.start()
await vitest.close()
