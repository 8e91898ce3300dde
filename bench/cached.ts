/** How many articles a second each class of reader gets, in each encoding, beside a bare Node server. */
import type { Answer } from './answer.ts'
import { sampleArticle, type Sample } from './article.ts'
import { startBare } from './bare.ts'
import { onProductCore } from './cores.ts'
import { percentile } from './load.ts'
import { processorTime, residentMemory } from './process.ts'
import { type Encoding, encodingOf, encodings, pageView, textOf } from './request.ts'
import type { Stack } from './stack.ts'
import type { Measurement } from './table.ts'
import { makeViewers, type Viewer } from './viewers.ts'
import { type Flight, type Volley, volley } from './volley.ts'

const CONNECTIONS = 16
const ROUNDS = 3
const SECONDS = 1.5
/** A shorter one before each measurement: the first requests of a process are slow, and nobody's measure. */
const WARM_UP = 1
/** So much of a bare Node server, at least; for readers who pay, and for everybody. */
const SHARE = 0.6

/** Measures all nine; `peer` is an article of another site, measured in the same run. */
export async function measureCached(stack: Stack, peer: string | null): Promise<Measurement[]> {
  const article = await sampleArticle(stack.sql)
  const viewers = await makeViewers(stack.sql, stack.site)
  const results: Measurement[] = []
  for (const viewer of viewers)
    for (const encoding of encodings)
      results.push(...(await measureOne(stack, { article, viewer, encoding })))
  const memory = residentMemory(stack.pid) ?? Number.NaN
  results.push({ what: 'memory after all of them', value: memory, unit: 'MiB' })
  return peer === null ? results : [...results, ...(await measurePeer(peer))]
}

type Case = { article: Sample; viewer: Viewer; encoding: Encoding }

async function measureOne(stack: Stack, one: Case): Promise<Measurement[]> {
  const request = pageView(stack.site, one.article.path, {
    cookie: one.viewer.cookie,
    encoding: one.encoding,
  })
  const judge = judgeFor(one)
  const site = { ...at(stack.site), requests: [request], connections: CONNECTIONS, judge }
  const answer = await finishedAnswer(site, one.encoding)
  const bare = await startBare(answer, onProductCore)
  try {
    const bareSite = { ...site, host: '127.0.0.1', port: bare.port, judge: sameAs(answer) }
    await fire({ ...site, seconds: WARM_UP }, stack.pid)
    await fire({ ...bareSite, seconds: WARM_UP }, bare.pid)
    const rounds: { site: Shots; bare: Shots }[] = []
    for (let round = 0; round < ROUNDS; round++)
      rounds.push({
        site: await fire({ ...site, seconds: SECONDS }, stack.pid),
        bare: await fire({ ...bareSite, seconds: SECONDS }, bare.pid),
      })
    const came = encodingOf(answer)
    const of = `${one.viewer.is}, ${one.encoding}${came === one.encoding ? '' : ` (came as ${came})`}`
    return figures(of, answer, rounds, one.viewer)
  } finally {
    await bare.close()
  }
}

/** Where a site of this machine listens. */
export const at = (site: string) => ({ host: '127.0.0.1', port: Number(new URL(site).port) })

/** Asks until the answer has the encoding it will keep: a good one is made off the hot path. */
async function finishedAnswer(site: Omit<Volley, 'seconds'>, encoding: Encoding): Promise<Answer> {
  const seen: Answer[] = []
  const judge: Volley['judge'] = (answer, request) => {
    seen.push({ ...answer, head: Buffer.from(answer.head), body: Buffer.from(answer.body) })
    return site.judge(answer, request)
  }
  for (let tries = 0; tries < 10; tries++) {
    await fire({ ...site, judge, connections: 1, seconds: 0.5 }, null)
    const last = seen.at(-1)
    if (last && encodingOf(last) === encoding) return last
  }
  const last = seen.at(-1)
  if (!last) throw new Error('The site has not answered.')
  return last
}

/** Whether an answer holds what this viewer must see, and nothing else. */
export function judgeFor({ article, viewer }: Omit<Case, 'encoding'>): Volley['judge'] {
  const whole = viewer.is === 'subscriber'
  return (answer) => {
    if (answer.status !== 200) return `${viewer.is}: status ${answer.status}`
    const text = textOf(answer)
    if (!text.includes(article.preview)) return `${viewer.is}: the preview is missing`
    if (text.includes(article.gated) !== whole)
      return whole ? `${viewer.is}: the gated part is missing` : `${viewer.is}: THE GATED PART`
    return null
  }
}

const sameAs =
  (expected: Answer): Volley['judge'] =>
  ({ status, body }) =>
    status === 200 && body.equals(expected.body) ? null : 'the bare server sent something else'

/** A volley, and the processor time one answer took, in microseconds. */
export type Shots = Flight & { cost: number }

/** One volley, whose answers must all be good; with the processor time one of them took, in microseconds. */
export async function fire(plan: Volley, pid: number | null): Promise<Shots> {
  const before = pid === null ? null : processorTime(pid)
  const flight = await volley(plan)
  const after = pid === null ? null : processorTime(pid)
  if (flight.faults.length > 0) throw new Error(flight.faults.join('\n'))
  const cost = before === null || after === null ? Number.NaN : after - before
  return { ...flight, cost: (cost * 1000) / flight.answered }
}

const rate = ({ answered, seconds }: Flight) => answered / seconds

function figures(
  of: string,
  answer: Answer,
  rounds: { site: Shots; bare: Shots }[],
  { is }: Viewer,
): Measurement[] {
  const median = (value: (round: { site: Shots; bare: Shots }) => number) =>
    percentile(rounds.map(value), 50)
  const target = is === 'registered' ? {} : { target: { least: SHARE } }
  const time = (percent: number) => median(({ site }) => percentile([...site.times], percent))
  return [
    { of, what: 'body', value: answer.body.length / 1000, unit: 'kB' },
    { of, what: 'site', value: median(({ site }) => rate(site)), unit: '/s' },
    { of, what: 'bare Node', value: median(({ bare }) => rate(bare)), unit: '/s' },
    { of, what: 'share', value: median((r) => rate(r.site) / rate(r.bare)), unit: '×', ...target },
    { of, what: 'p50', value: time(50), unit: 'ms' },
    { of, what: 'p99', value: time(99), unit: 'ms' },
    { of, what: 'p99.9', value: time(99.9), unit: 'ms' },
    { of, what: 'processor', value: median(({ site }) => site.cost), unit: 'µs' },
    { of, what: 'bare’s', value: median(({ bare }) => bare.cost), unit: 'µs' },
  ]
}

/** Another site, as it is: nothing is known of what its pages must hold. */
async function measurePeer(url: string): Promise<Measurement[]> {
  const { hostname, pathname, search, origin } = new URL(url)
  const results: Measurement[] = []
  for (const encoding of encodings) {
    const request = pageView(origin, `${pathname}${search}`, { cookie: null, encoding })
    const judge: Volley['judge'] = ({ status }) =>
      status === 200 ? null : `${url}: status ${status}`
    const plan = { ...at(origin), host: hostname, requests: [request], judge }
    await fire({ ...plan, connections: CONNECTIONS, seconds: WARM_UP }, null)
    const flight = await fire({ ...plan, connections: CONNECTIONS, seconds: SECONDS * 2 }, null)
    const of = `peer, ${encoding} asked for`
    results.push(
      { of, what: 'body', value: flight.bytes / flight.answered / 1000, unit: 'kB' },
      { of, what: 'site', value: flight.answered / flight.seconds, unit: '/s' },
      { of, what: 'p50', value: percentile([...flight.times], 50), unit: 'ms' },
      { of, what: 'p99', value: percentile([...flight.times], 99), unit: 'ms' },
    )
  }
  return results
}
