/**
 * How many events the webhook takes, how fast the inbox is drained, and what readers notice of it.
 */
import { setTimeout as pause } from 'node:timers/promises'
import { type Hit, percentile, type Salvo, salvo, shoot, type Shot, stream } from './load.ts'
import { addCustomers, pileUp, signIn, webhook } from './people.ts'
import { processorTime, residentMemory } from './process.ts'
import type { Stack } from './stack.ts'
import type { Measurement } from './table.ts'

const DISTINCT = 5000
const REPEATED = 3000
const PENDING = 5000
const AT_ONCE = 32
/** What a flood brings; more than this nobody promises. */
const A_SECOND = 500
/** No part of this takes longer, however slow the machine. */
const MOST = 70_000

/** Measures, on a product that nothing else uses. */
export async function measureWebhook(stack: Stack): Promise<Measurement[]> {
  const customers = await addCustomers(stack.sql, DISTINCT)
  const read = await readersOf(stack, customers.slice(0, 1))
  const url = `${stack.site}/api/stripe/webhook`
  const send = (customer: string) => webhook(url, customer, stack.webhookSecret)
  // The first requests of a process are slow, and nobody's measure.
  await salvo(customers.slice(0, 100).map(send), 4, MOST)
  await pagesWhile(read, pause(3000))
  await settled(stack)
  const quiet = await pagesWhile(read, pause(6000))

  const distinct = await accept(stack, customers.map(send))
  await forget(stack)
  const flood = await addCustomers(stack.sql, DISTINCT)
  const flooded = await pagesWhile(read, stream(flood.map(send), A_SECOND))
  await forget(stack)
  const repeated = await accept(stack, Array<Shot>(REPEATED).fill(send(customers[0] ?? '')))
  await forget(stack)
  const drained = await drain(stack, await addCustomers(stack.sql, PENDING), read)
  return [
    ...acceptance('distinct events', distinct, { least: 500 }),
    ...acceptance('one event repeated', repeated),
    { what: 'events drained', value: drained.rate, unit: '/s', target: { least: 100 } },
    { what: 'drained of 5,000', value: drained.events, unit: 'events', target: { least: PENDING } },
    ...drained.memory,
    { what: 'processor time for one drained event', value: drained.cost, unit: 'ms' },
    { what: 'article page, nothing else to do (median)', value: median(quiet), unit: 'ms' },
    ...slowdown(`while ${A_SECOND} events a second come in`, quiet, flooded),
    ...slowdown('while the inbox is drained', quiet, drained.pages),
  ]
}

const median = (hits: Hit[]) =>
  percentile(
    hits.map(({ milliseconds }) => milliseconds),
    50,
  )

function slowdown(when: string, quiet: Hit[], pages: Hit[]): Measurement[] {
  const value = median(pages) / median(quiet)
  return [{ what: `article page ${when}, compared`, value, unit: 'times', target: { most: 1.5 } }]
}

/** An article as somebody sees who pays, and as somebody who does not, by turns. */
async function readersOf(
  { sql, site }: Stack,
  [customer = '']: string[],
): Promise<() => Promise<Hit>> {
  const [article] = await sql`
    select slug from published_article where access_level = 'subscriber' and has_gated_part limit 1`
  const url = `${site}/articles/${String(article?.slug)}`
  const cookie = `foldline-${new URL(site).port}=${await signIn(sql, customer)}`
  let turn = 0
  return () => shoot(turn++ % 2 === 0 ? { url, headers: { cookie } } : { url })
}

/** Pages read one after the other, at a reader's pace, until `until` is settled. */
async function pagesWhile(read: () => Promise<Hit>, until: Promise<unknown>): Promise<Hit[]> {
  const state = { over: false }
  const end = () => {
    state.over = true
  }
  until.then(end, end)
  const hits: Hit[] = []
  while (!state.over) {
    hits.push(await read())
    await pause(100)
  }
  await until
  return hits
}

type Accepted = Salvo & { cost: number }

async function accept({ pid }: Stack, shots: Shot[]): Promise<Accepted> {
  const before = processorTime(pid)
  const result = await salvo(shots, AT_ONCE, MOST)
  const refused = result.hits.find(({ status }) => status !== 200)
  if (refused) throw new Error(`The webhook answered ${refused.status}: ${refused.body}`)
  return { ...result, cost: per(before, processorTime(pid), result.hits.length) }
}

function acceptance(
  what: string,
  { hits, seconds, cost }: Accepted,
  target?: { least: number },
): Measurement[] {
  const times = hits.map(({ milliseconds }) => milliseconds)
  return [
    {
      what: `${what}: accepted`,
      value: hits.length / seconds,
      unit: '/s',
      ...(target ? { target } : {}),
    },
    { what: `${what}: answered in (median)`, value: percentile(times, 50), unit: 'ms' },
    { what: `${what}: answered in (99 %)`, value: percentile(times, 99), unit: 'ms' },
    { what: `${what}: processor time for one`, value: cost, unit: 'ms' },
  ]
}

const per = (before: number | null, after: number | null, count: number) =>
  before === null || after === null ? Number.NaN : (after - before) / count

async function pendingIn({ sql }: Stack): Promise<number> {
  const [row] = await sql`select count(*)::int as n from stripe_event where processed_at is null`
  return Number(row?.n)
}

/** Waits until nothing is left to process, or long enough. */
async function settled(stack: Stack): Promise<void> {
  const end = performance.now() + MOST
  while (performance.now() < end && (await pendingIn(stack)) > 0) await pause(200)
}

/** Takes out of the inbox what waits there, so that the next measurement begins with nothing. */
async function forget(stack: Stack): Promise<void> {
  await stack.sql`
    update stripe_event set processed_at = now(), outcome = 'ignored' where processed_at is null`
  await settled(stack)
}

async function drain(stack: Stack, customers: string[], read: () => Promise<Hit>) {
  const before = processorTime(stack.jobsPid)
  await pileUp(stack.sql, customers)
  const watching = watch(stack)
  const pages = await pagesWhile(read, watching)
  const { curve, seconds, events } = await watching
  const cost = per(before, processorTime(stack.jobsPid), events)
  return { rate: events / seconds, events, cost, pages, memory: memoryOf(curve) }
}

/** Looks at the inbox and at the process four times a second, from the first event settled to the last. */
async function watch(stack: Stack) {
  const curve: number[] = []
  const end = performance.now() + MOST
  let [start, left] = [performance.now(), PENDING]
  while (left > 0 && performance.now() < end) {
    const now = await pendingIn(stack)
    if (left === PENDING && now === PENDING) start = performance.now()
    left = now
    curve.push(residentMemory(stack.jobsPid) ?? Number.NaN)
    await pause(250)
  }
  return { curve, seconds: (performance.now() - start) / 1000, events: PENDING - left }
}

/** The curve as its quarters: flat when the last is no higher than the first. */
function memoryOf(curve: number[]): Measurement[] {
  const quarter = Math.ceil(curve.length / 4)
  const peak = (from: number) => Math.max(...curve.slice(from, from + quarter))
  return [0, 1, 2, 3].map((index) => ({
    what: `memory, quarter ${index + 1} of the drain (peak)`,
    value: peak(Math.min(index * quarter, curve.length - 1)),
    unit: 'MiB',
  }))
}
