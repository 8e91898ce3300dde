import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from '@playwright/test'
import { z } from 'zod'
import { root } from './support/stack.ts'
import { signedEvent } from './support/stripe.ts'

const runShape = z.object({
  pid: z.number(),
  variables: z.object({ DATABASE_URL: z.string() }),
  addresses: z.object({ Site: z.url(), Inbox: z.url(), Stripe: z.url() }),
})

let folder: string
const running = new Set<ChildProcess>()

test.beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'foldline start '))
})

test.afterEach(async () => {
  for (const child of running) child.kill('SIGTERM')
  await Promise.all([...running].map(ended))
  running.clear()
  rmSync(folder, { recursive: true, force: true })
})

/** Starts `npm start` with its data in the folder of this test. */
function start(variables: Record<string, string> = {}) {
  const child = spawn(process.execPath, [path.join(root, 'cli', 'start.ts')], {
    cwd: root,
    // oxlint-disable-next-line node/no-process-env -- handed on, not read
    env: { ...process.env, FOLDLINE_DATA: folder, ...variables },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  running.add(child)
  const said: string[] = []
  child.stderr.on('data', (chunk: Buffer) => said.push(chunk.toString('utf8')))
  return { child, said: () => said.join('') }
}

async function ended(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  return child.exitCode
}

/** Waits until it serves, and reads where. */
async function served(started: ReturnType<typeof start>) {
  await expect
    .poll(
      () => started.said().includes('Ctrl-C stops everything') || started.child.exitCode !== null,
      {
        timeout: 90_000,
      },
    )
    .toBe(true)
  expect(started.said()).toContain('Ctrl-C stops everything')
  return runShape.parse(JSON.parse(readFileSync(path.join(folder, 'run.json'), 'utf8')))
}

const answers = async (address: string) => {
  try {
    return (await fetch(address)).status
  } catch {
    return 'nobody'
  }
}

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  test(`${signal} ends everything that was started, and the next start finds the data`, async () => {
    const first = start()
    const { addresses } = await served(first)
    for (const line of ['Site', 'Newsroom', 'Stripe', 'Inbox', 'support@leadline.example'])
      expect(first.said()).toContain(line)
    expect(await answers(addresses.Site)).toBe(200)
    first.child.kill(signal)
    expect(await ended(first.child)).toBe(0)
    for (const address of Object.values(addresses)) expect(await answers(address)).toBe('nobody')
    expect(existsSync(path.join(folder, 'run.json'))).toBe(false)
    expect(existsSync(path.join(folder, 'postgres', 'data', 'postmaster.pid'))).toBe(false)

    const second = start()
    const again = await served(second)
    expect(second.said()).not.toContain('16 articles')
    expect(await answers(`${again.addresses.Site}/articles/low-water-at-skelmouth`)).toBe(200)
  })

test('after kill -9 the next start recovers, with nothing left running from before', async () => {
  const first = start()
  const before = await served(first)
  first.child.kill('SIGKILL')
  await ended(first.child)
  // The site sees that its parent is gone; PostgreSQL is ended by the next start.
  await expect.poll(() => answers(before.addresses.Site), { timeout: 30_000 }).toBe('nobody')
  const second = start()
  const { addresses } = await served(second)
  expect(await answers(`${addresses.Site}/articles/low-water-at-skelmouth`)).toBe(200)
})

test('two publications run side by side, and a second start in one folder is refused', async () => {
  const first = start()
  const one = await served(first)
  const twin = start()
  expect(await ended(twin.child)).toBe(1)
  expect(twin.said()).toContain('Foldline runs here already')
  expect(twin.said()).toContain(one.addresses.Site)

  const other = mkdtempSync(path.join(tmpdir(), 'foldline other '))
  const second = start({ FOLDLINE_DATA: other })
  await expect.poll(() => second.said(), { timeout: 90_000 }).toContain('Ctrl-C stops everything')
  const two = runShape.parse(JSON.parse(readFileSync(path.join(other, 'run.json'), 'utf8')))
  expect(new Set([...Object.values(one.addresses), ...Object.values(two.addresses)]).size).toBe(6)
  expect(await answers(one.addresses.Site)).toBe(200)
  expect(await answers(two.addresses.Site)).toBe(200)
  second.child.kill('SIGTERM')
  await ended(second.child)
  rmSync(other, { recursive: true, force: true })
})

for (const [variables, line] of [
  [{ PORT: 'eighty' }, 'PORT must be a port number from 1 to 65535.'],
  [{ SITE_URL: 'news.example' }, 'SITE_URL must be an address such as https://news.example.'],
  [{ DATABASE_URL: 'mysql://x' }, 'DATABASE_URL must be an address such as postgres://'],
  [{ STRIPE_SECRET_KEY: 'pk_test_1' }, 'STRIPE_SECRET_KEY must begin with sk_test_'],
  [{ STRIPE_SECRET_KEY: 'sk_test_1' }, 'STRIPE_WEBHOOK_SECRET must be set together with'],
  [
    { STRIPE_SECRET_KEY: 'sk_live_1', STRIPE_API_BASE: 'http://127.0.0.1:4242' },
    'STRIPE_API_BASE must not be set together with a live STRIPE_SECRET_KEY',
  ],
  [{ SMTP_URL: 'mail.example' }, 'SMTP_URL must be an address such as smtp://'],
] as const)
  test(`${Object.entries(variables).join(' ').replaceAll(',', '=')} stops the start with one line`, async () => {
    const { child, said } = start(variables)
    expect(await ended(child)).toBe(1)
    const spoken = said()
      .split('\n')
      .map((one) => one.trim())
      .filter((one) => one !== '' && !one.startsWith('The Leadline'))
    expect(spoken).toHaveLength(1)
    expect(spoken[0]).toContain(line)
  })

test('a database that does not answer stops the start with a line that names the variable', async () => {
  const { child, said } = start({ DATABASE_URL: 'postgres://nobody:x@127.0.0.1:9/foldline' })
  expect(await ended(child)).toBe(1)
  expect(said()).toContain('DATABASE_URL')
  expect(said()).not.toContain('    at ')
})

test('your own PostgreSQL is used in place of ours, and left running', async () => {
  const first = start()
  const { variables } = await served(first)
  const url = new URL(variables.DATABASE_URL)
  const other = mkdtempSync(path.join(tmpdir(), 'foldline own '))
  const second = start({ FOLDLINE_DATA: other, DATABASE_URL: url.href })
  await expect.poll(() => second.said(), { timeout: 90_000 }).toContain('Ctrl-C stops everything')
  expect(second.said()).not.toContain('PostgreSQL:')
  expect(existsSync(path.join(other, 'postgres'))).toBe(false)
  second.child.kill('SIGTERM')
  await ended(second.child)
  // It was not ours to stop.
  const still = runShape.parse(JSON.parse(readFileSync(path.join(folder, 'run.json'), 'utf8')))
  expect(await answers(`${still.addresses.Site}/articles/low-water-at-skelmouth`)).toBe(200)
  rmSync(other, { recursive: true, force: true })
})

test('33, 63, 66: with a Stripe of one’s own that is down, the site is up, webhooks are verified, and no local Stripe is there', async () => {
  const secret = 'whsec_ofTheOperator'
  const { said } = start({
    STRIPE_SECRET_KEY: 'sk_test_ofTheOperator',
    STRIPE_API_BASE: 'http://127.0.0.1:9',
    STRIPE_WEBHOOK_SECRET: secret,
    STRIPE_PRICE_MONTHLY: 'price_ofTheOperator',
  })
  await expect.poll(said, { timeout: 90_000 }).toContain('Ctrl-C stops everything')
  const { addresses } = z
    .object({ addresses: z.record(z.string(), z.url()) })
    .parse(JSON.parse(readFileSync(path.join(folder, 'run.json'), 'utf8')))
  const site = addresses.Site ?? ''
  for (const page of ['/', '/articles/low-water-at-skelmouth', '/subscribe'])
    expect(await answers(`${site}${page}`)).toBe(200)

  const { body, headers } = signedEvent(secret)
  const send = (more: Record<string, string>) =>
    fetch(`${site}/api/stripe/webhook`, { method: 'POST', body, headers: more })
  expect((await send(headers)).status).toBe(200)
  expect((await send({ ...headers, 'Stripe-Signature': 't=1,v1=0' })).status).toBe(400)
  expect((await send({})).status).toBe(400)

  expect(Object.keys(addresses)).toEqual(['Site', 'Newsroom', 'Inbox'])
  expect(said()).not.toContain('Local Stripe')
  // It makes its folder before it listens.
  expect(existsSync(path.join(folder, 'stripe'))).toBe(false)
  for (const page of ['/_sim', '/_sim/state', '/v1/customers'])
    expect(await answers(`${site}${page}`)).toBe(404)
  for (const secretWord of [secret, 'sk_test_ofTheOperator'])
    expect(said()).not.toContain(secretWord)
})
