import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openDatabase } from './kernel/database.ts'
import { listen } from './testing/endpoint.ts'
import {
  clientOf,
  DAY,
  goodCard,
  post,
  refusal,
  SECRET_KEY,
  sim,
  start,
  startShop,
  temporaryFolder,
} from './testing/start.ts'

test('everything is there after a restart, on another port too', async () => {
  const folder = temporaryFolder()
  const before = await startShop({ folder })
  const key = { idempotencyKey: 'kept' }
  const kept = await before.stripe.customers.create({ name: 'K' }, key)
  await post((await before.openSession()).url, goodCard)
  const open = await before.openSession()
  await sim(before.url, '/advance', { seconds: DAY })
  await before.stop()

  const after = await start(folder)
  const [subscription] = (await after.stripe.subscriptions.list()).data
  expect(subscription).toMatchObject({ status: 'active', customer: before.customer.id })
  expect((await after.stripe.customers.create({ name: 'K' }, key)).id).toBe(kept.id)
  const made = await after.stripe.customers.create({ name: 'Later' })
  expect(made.created - before.customer.created).toBeGreaterThanOrEqual(DAY)
  const [invoice] = (await after.stripe.invoices.list()).data
  expect(invoice?.hosted_invoice_url).toContain(after.url)
  const page = await fetch(invoice?.hosted_invoice_url ?? '')
  expect(page.status).toBe(200)
  // It expired while the server was down.
  expect(await after.stripe.checkout.sessions.retrieve(open.id)).toMatchObject({
    status: 'expired',
  })
})

test('prices of a folder that an earlier version kept are found by their lookup keys', async () => {
  const folder = temporaryFolder()
  const before = await startShop({ folder })
  await before.stop()
  const db = openDatabase(folder)
  db.exec(`update object set owner = null where kind = 'price'`)
  db.close()
  const { stripe } = await start(folder)
  const { data } = await stripe.prices.list({ lookup_keys: ['monthly', 'none'] })
  expect(data).toMatchObject([{ id: before.price.id }])
})

test('what an endpoint has not taken is delivered after the restart', async () => {
  const folder = temporaryFolder()
  const before = await start(folder)
  const hook = await listen(before.stripe)
  hook.answers.push('hang')
  await before.stripe.customers.create({ name: 'A' })
  await hook.until((all) => all.length === 1)
  await before.stop()
  await start(folder)
  await hook.until((all) => all.length === 2)
  expect(new Set(hook.received.map(({ id }) => id)).size).toBe(1)
})

test('what was answered survives a kill', async () => {
  const folder = temporaryFolder()
  const server = new URL('./server.ts', import.meta.url).href
  const script = `
    const { startLocalStripe } = await import(${JSON.stringify(server)})
    const { url } = await startLocalStripe({ port: 0, folder: ${JSON.stringify(folder)}, secretKey: ${JSON.stringify(SECRET_KEY)} })
    console.log(url)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const [said] = await once(child.stdout, 'data')
  const customer = await clientOf(String(said).trim()).customers.create({ name: 'A' })
  child.kill('SIGKILL')
  await once(child, 'exit')
  const { stripe } = await start(folder)
  expect(await stripe.customers.retrieve(customer.id)).toMatchObject({ name: 'A' })
  expect((await stripe.events.list({ type: 'customer.created' })).data).toHaveLength(1)
})

test('a folder that can not be used is said to be so', async () => {
  const file = path.join(temporaryFolder(), 'file')
  writeFileSync(file, '')
  await expect(start(file)).rejects.toThrow('file')
})

test('a stop is quick although a call hangs, and twice is once', async () => {
  const { stripe, url, stop } = await start()
  await sim(url, '/api', { fault: 'hang' })
  const hanging = refusal(stripe.customers.list())
  const state = async () =>
    (await (await fetch(`${url}/_sim/state`)).text()).includes('"api": null')
  await expect.poll(state).toBe(true)
  await Promise.all([stop(), stop()])
  expect(await hanging).toMatchObject({ type: 'StripeConnectionError' })
  await expect(fetch(url)).rejects.toThrow('fetch failed')
})
