import { once } from 'node:events'
import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { expect } from '@playwright/test'
import { answers, type Run, stop, test } from './support/starting.ts'
import { signedEvent } from './support/stripe.ts'

/** For tests in which it does not matter how many processes answer: each takes a second to start. */
const oneDoor = { WORKERS: '1' }

/** What the seed says of a first start, and of no later one. */
const seeded = `${readdirSync(path.join(import.meta.dirname, '../content/articles')).length} articles`

const article = ({ addresses }: Run) => `${addresses.Site}/articles/low-water-at-skelmouth`

test('the first start makes a publication, and says where everything is', ({ firstRun }) => {
  for (const line of [seeded, 'Site', 'Newsroom', 'Stripe', 'Inbox', 'support@leadline.example'])
    expect(firstRun.said).toContain(line)
})

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  test(`${signal} ends everything that was started, and the next start finds the data`, async ({
    begin,
    usedFolder,
  }) => {
    const folder = usedFolder()
    const first = begin(folder)
    const { addresses } = await first.serves
    expect(await answers(addresses.Site)).toBe(200)
    first.child.kill(signal)
    expect(await first.ended).toBe(0)
    for (const address of Object.values(addresses)) expect(await answers(address)).toBe('nobody')
    expect(existsSync(path.join(folder, 'run.json'))).toBe(false)
    expect(existsSync(path.join(folder, 'postgres', 'data', 'postmaster.pid'))).toBe(false)

    const second = begin(folder, oneDoor)
    const again = await second.serves
    expect(second.said()).not.toContain(seeded)
    expect(await answers(article(again))).toBe(200)
  })

test('after kill -9 the next start recovers, with nothing left running from before', async ({
  begin,
  usedFolder,
}) => {
  const folder = usedFolder()
  const first = begin(folder)
  const before = await first.serves
  const killed = once(first.child, 'exit')
  first.child.kill('SIGKILL')
  await killed
  // The site sees that its parent is gone; PostgreSQL is ended by the next start.
  await expect.poll(() => answers(before.addresses.Site), { timeout: 90_000 }).toBe('nobody')
  const again = await begin(folder, oneDoor).serves
  expect(await answers(article(again))).toBe(200)
})

test('two publications run side by side, and a second start in one folder is refused', async ({
  begin,
  usedFolder,
}) => {
  const folder = usedFolder()
  const one = await begin(folder, oneDoor).serves
  const twin = begin(folder)
  expect(await twin.ended).toBe(1)
  expect(twin.said()).toContain('Foldline runs here already')
  expect(twin.said()).toContain(one.addresses.Site)

  const two = await begin(usedFolder(), oneDoor).serves
  const all = [one, two].flatMap(({ addresses: { Site, Inbox, Stripe } }) => [Site, Inbox, Stripe])
  expect(new Set(all).size).toBe(6)
  expect(await answers(one.addresses.Site)).toBe(200)
  expect(await answers(two.addresses.Site)).toBe(200)
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
  test(`${Object.entries(variables).join(' ').replaceAll(',', '=')} stops the start with one line`, async ({
    begin,
    emptyFolder,
  }) => {
    const started = begin(emptyFolder(), variables)
    expect(await started.ended).toBe(1)
    const spoken = started
      .said()
      .split('\n')
      .map((one) => one.trim())
      .filter((one) => one !== '' && !one.startsWith('The Leadline'))
    expect(spoken).toHaveLength(1)
    expect(spoken[0]).toContain(line)
  })

const nowhere = 'postgres://nobody:x@127.0.0.1:9/foldline'
for (const [named, variables] of [
  ['DATABASE_URL', { DATABASE_URL: nowhere }],
  // The schema is made by the direct way, past whatever stands between us and PostgreSQL.
  ['DATABASE_LISTEN_URL', { DATABASE_URL: `${nowhere}2`, DATABASE_LISTEN_URL: nowhere }],
] as const)
  test(`a ${named} that does not answer stops the start with a line that names it`, async ({
    begin,
    emptyFolder,
  }) => {
    const started = begin(emptyFolder(), variables)
    expect(await started.ended).toBe(1)
    expect(started.said()).toContain(`${named} names a database that cannot be used`)
    expect(started.said()).not.toContain('    at ')
  })

test('your own PostgreSQL is used in place of ours, and left running', async ({
  begin,
  usedFolder,
  emptyFolder,
}) => {
  const first = await begin(usedFolder(), oneDoor).serves
  const other = emptyFolder()
  const { DATABASE_URL = '' } = first.variables
  const second = begin(other, { ...oneDoor, DATABASE_URL })
  await second.serves
  expect(second.said()).not.toContain('PostgreSQL:')
  expect(existsSync(path.join(other, 'postgres'))).toBe(false)
  await stop(second)
  // It was not ours to stop.
  expect(await answers(article(first))).toBe(200)
})

test('33, 63, 66: with a Stripe of one’s own that is down, the site is up, webhooks are verified, and no local Stripe is there', async ({
  begin,
  emptyFolder,
}) => {
  const secret = 'whsec_ofTheOperator'
  const folder = emptyFolder()
  const started = begin(folder, {
    ...oneDoor,
    STRIPE_SECRET_KEY: 'sk_test_ofTheOperator',
    STRIPE_API_BASE: 'http://127.0.0.1:9',
    STRIPE_WEBHOOK_SECRET: secret,
    STRIPE_PRICE_MONTHLY: 'price_ofTheOperator',
  })
  const { addresses } = await started.serves
  const site = addresses.Site
  for (const page of ['/', '/articles/low-water-at-skelmouth', '/subscribe'])
    expect(await answers(`${site}${page}`)).toBe(200)

  const { body, headers } = signedEvent(secret)
  const send = (more: Record<string, string>) =>
    fetch(`${site}/api/stripe/webhook`, { method: 'POST', body, headers: more })
  expect((await send(headers)).status).toBe(200)
  expect((await send({ ...headers, 'Stripe-Signature': 't=1,v1=0' })).status).toBe(400)
  expect((await send({})).status).toBe(400)

  expect(Object.keys(addresses)).toEqual(['Site', 'Newsroom', 'Inbox'])
  expect(started.said()).not.toContain('Local Stripe')
  // It makes its folder before it listens.
  expect(existsSync(path.join(folder, 'stripe'))).toBe(false)
  for (const page of ['/_sim', '/_sim/state', '/v1/customers'])
    expect(await answers(`${site}${page}`)).toBe(404)
  for (const secretWord of [secret, 'sk_test_ofTheOperator'])
    expect(started.said()).not.toContain(secretWord)
})
