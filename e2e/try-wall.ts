/**
 * `npm run wall`: the whole wall, or one row, for one viewer; with `--only` each request and answer is shown.
 * `--behind varnish` puts Varnish between whoever asks and the site (`npm run test:varnish`), with `--cache off`
 * the door keeps no page.
 */
import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { root } from './support/stack.ts'
import { moreStates, states } from './wall/viewers.ts'

const everybody = [...states, ...moreStates] as const

const shape = z.strictObject({
  only: z
    .string()
    .regex(/^W\d{1,2}$/, 'must be the number of a row, such as W37')
    .optional(),
  state: z.enum(everybody).optional(),
  behind: z.literal('varnish').optional(),
  cache: z.literal('off').optional(),
})
const text = { type: 'string' } as const
const asked = shape.safeParse(
  parseArgs({ options: { only: text, state: text, behind: text, cache: text } }).values,
)
if (!asked.success) {
  console.error(
    `npm run wall -- [--only W37] [--state ${everybody.join('|')}] [--behind varnish] [--cache off]\n${z.prettifyError(asked.error)}`,
  )
  process.exit(2)
}
const { only, state, behind, cache } = asked.data
const playwright = path.join(root, 'node_modules', '@playwright', 'test', 'cli.js')
const chosen =
  only === undefined && state === undefined
    ? ['e2e/wall']
    : [
        'e2e/wall/wall.spec.ts',
        '--grep',
        `${only ?? 'W\\d+'} .*${state === undefined ? '' : ` · ${state}`}$`,
      ]
const run = spawnSync(process.execPath, [playwright, 'test', ...chosen, '--project', 'wall'], {
  cwd: root,
  stdio: 'inherit',
  env: {
    // oxlint-disable-next-line node/no-process-env -- handed on, not read
    ...process.env,
    ...(behind === undefined ? {} : { FOLDLINE_E2E_FRONT: behind }),
    ...(cache === undefined ? {} : { PAGE_CACHE_MB: '0' }),
    ...(only === undefined ? {} : { FOLDLINE_WALL_SHOW: '1' }),
  },
})
process.exitCode = run.status ?? 1
