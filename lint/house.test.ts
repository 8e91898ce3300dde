import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { rooms } from './rooms.js'

const root = path.dirname(import.meta.dirname)
const report = z.object({
  diagnostics: z.array(z.object({ message: z.string(), code: z.string(), filename: z.string() })),
})

/** Lints the wrong files with the house's own configuration. */
function lintFixtures() {
  const run = spawnSync(
    'oxlint',
    ['--config', '.oxlintrc.json', '--format', 'json', 'lint/fixtures'],
    { cwd: root, encoding: 'utf8' },
  )
  return report.parse(JSON.parse(run.stdout)).diagnostics.map(({ message, code, filename }) => ({
    file: filename.replace(/^.*lint\/fixtures\//, ''),
    code,
    message,
  }))
}

const found = lintFixtures()
const why = (room: string) => rooms.find(({ path: prefix }) => prefix === room)?.why ?? '?'

test.each([
  ['db/knows-the-product.ts', 'house(direction)', why('db/')],
  ['lib/access/reads-the-clock.ts', 'house(direction)', why('lib/access/')],
  ['lib/access/reads-the-clock.ts', 'house(purity)', 'given the same arguments'],
  ['lib/articles/knows-a-neighbour.ts', 'house(direction)', why('lib/articles/')],
  ['lib/auth/climbs.ts', 'house(direction)', 'may not import lib/billing/sync.ts'],
  ['lib/auth/climbs.ts', 'house(direction)', 'may not import lib/jobs/timer.ts'],
  ['lib/billing/second-gateway.ts', 'house(packages)', 'stripe is imported in'],
  ['lib/billing/second-gateway.ts', 'house(packages)', 'next-auth is hidden in'],
  ['lib/billing/second-gateway.ts', 'house(packages)', 'SQL is written in db alone'],
  ['lib/billing/second-gateway.ts', 'house(packages)', 'nodemailer is imported in'],
  ['lib/billing/second-gateway.ts', 'house(packages)', 'Pictures are decoded'],
  ['lib/billing/second-gateway.ts', 'node(no-process-env)', 'process.env'],
  ['lib/nobody-named-this-room.ts', 'house(direction)', why('lib/')],
  ['app/reads-rows.tsx', 'house(direction)', 'may not import db/client.ts'],
  ['app/reads-rows.tsx', 'house(direction)', 'may not import local/stripe/server.ts'],
  ['app/button.tsx', 'house(client)', 'named *.client.tsx'],
  ['app/leak.client.tsx', 'house(client)', 'may not import lib/runtime.ts'],
  ['app/(site)/articles/knows-a-person.tsx', 'house(reading)', 'may not import lib/auth/viewer.ts'],
  ['app/(site)/articles/knows-a-person.tsx', 'house(reading)', 'may not import lib/readers/'],
  ['app/(site)/articles/knows-a-person.tsx', 'house(reading)', 'may not import lib/account/'],
  ['app/(site)/articles/knows-a-person.tsx', 'house(reading)', 'may not import lib/billing/'],
  ['app/(site)/articles/knows-a-person.tsx', 'house(reading)', 'may not import next/headers'],
  ['app/(site)/articles/knows-a-person.tsx', 'house(reading)', 'submit.client.tsx'],
  ['local/stripe/knows-the-product.ts', 'house(direction)', why('local/')],
  ['e2e/skips-the-protocol.ts', 'house(direction)', why('e2e/')],
  ['cli/renders.ts', 'house(direction)', why('cli/')],
])('%s is refused by %s: %s', (file, code, message) => {
  expect(found).toContainEqual({ file, code, message: expect.stringContaining(message) })
})

test('types may cross where values may not', () => {
  expect(found.filter(({ message }) => message.includes('access/level.ts'))).toEqual([])
})
