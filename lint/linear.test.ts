import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { check } from 'recheck'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { bounded } from './bounded.js'

const root = path.dirname(import.meta.dirname)
const report = z.object({
  diagnostics: z.array(z.object({ message: z.string(), filename: z.string() })),
})
const written = z.object({ pattern: z.string().nullable(), flags: z.string() })

/** Every regular expression of the product that repeats something without a limit. */
function expressions() {
  const run = spawnSync(
    'oxlint',
    ['--config', 'lint/literals.json', '--format', 'json', 'lib', 'app', 'db', 'cli', 'server.ts'],
    { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
  )
  return report
    .parse(JSON.parse(run.stdout))
    .diagnostics.filter(({ filename }) => !/\.test\.tsx?$|\/testing\//.test(filename))
    .map(({ filename, message }) => ({ file: filename, ...written.parse(JSON.parse(message)) }))
}

/** Whether matching takes as many steps as the text is long, times a number. A busy machine may take its time to say. */
async function isLinear(pattern: string | null, flags: string): Promise<boolean> {
  return pattern !== null && (await check(pattern, flags, { timeout: null })).status === 'safe'
}

const place = ({ file, pattern }: { file: string; pattern: string | null }) =>
  `${file} ${pattern ?? '(put together)'}`

test('every regular expression is linear, or is listed with what bounds it', async () => {
  const all = expressions()
  const listed = new Set(bounded.map(place))
  // Nothing stays on the list that is gone from the file.
  expect([...listed].filter((one) => !all.some((found) => place(found) === one))).toEqual([])
  const found = new Set<string>()
  const judged = new Map<string, Promise<boolean>>()
  for (const { file, pattern, flags } of all) {
    if (listed.has(place({ file, pattern }))) continue
    const key = `${flags} ${pattern}`
    const linear = judged.get(key) ?? isLinear(pattern, flags)
    judged.set(key, linear)
    if (!(await linear)) found.add(place({ file, pattern }))
  }
  expect(judged.size).toBeGreaterThan(40)
  expect([...found]).toEqual([])
})

test.each(['(a+)+$', String.raw`^(\w+\s?)*$`, String.raw`\s+$`])(
  'one that is not linear is found: %s',
  async (pattern) => {
    expect(await isLinear(pattern, '')).toBe(false)
  },
)
