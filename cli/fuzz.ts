/**
 * `npm run fuzz`: every property of the fuzz tests with many more values than in `npm test`. `--seed` draws
 * the same values again, `--runs` says how many of each, `--only` which property, `--path` where to begin.
 */
import { randomInt } from 'node:crypto'
import { parseArgs } from 'node:util'
import { createVitest } from 'vitest/node'
import { z } from 'zod'

const whole = (low: number, high: number) => z.coerce.number().int().min(low).max(high)
const shape = z.strictObject({
  seed: whole(-(2 ** 31), 2 ** 31 - 1).default(() => randomInt(1, 2 ** 31 - 1)),
  runs: whole(1, 100_000_000).default(10_000),
  only: z.string().optional(),
  path: z
    .string()
    .regex(/^\d+(?::\d+)*$/)
    .optional(),
})

const asked = shape.safeParse(
  parseArgs({
    options: {
      seed: { type: 'string' },
      runs: { type: 'string' },
      only: { type: 'string' },
      path: { type: 'string' },
    },
  }).values,
)
if (!asked.success) {
  console.error(
    `npm run fuzz -- [--seed N] [--runs N] [--only NAME [--path PATH]]\n${z.prettifyError(asked.error)}`,
  )
  process.exit(2)
}
const { seed, runs, only, path = null } = asked.data
console.log(`Drawing ${runs} values for each property, seed ${seed}.`)
const vitest = await createVitest('test', {
  project: ['fuzz'],
  watch: false,
  ...(only === undefined ? {} : { testNamePattern: literal(only) }),
})
for (const project of vitest.projects) project.provide('fuzz', { seed, runs, path })
await vitest.start()
await vitest.close()

function literal(name: string): RegExp {
  return new RegExp(name.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`))
}
