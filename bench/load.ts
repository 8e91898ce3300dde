/** Sends requests to 127.0.0.1 over kept connections, a bounded number at a time, and times each. */
import { Agent, request as send } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'

/** One request. */
export type Shot = {
  url: string
  method?: 'GET' | 'POST'
  headers?: Record<string, string>
  body?: string
}
/** What came back, and when, in milliseconds of `performance.now()`. */
export type Hit = { status: number; body: string; sentAt: number; milliseconds: number }

/** An answer that takes longer is none. */
const PATIENCE = 10_000

const agent = new Agent({ keepAlive: true, maxSockets: 64 })

/** Sends one request and reads its whole answer. Rejects after ten seconds without one. */
export function shoot({ url, method = 'GET', headers = {}, body }: Shot): Promise<Hit> {
  const sentAt = performance.now()
  const { promise, resolve, reject } = Promise.withResolvers<Hit>()
  const outgoing = send(url, { method, headers, agent, timeout: PATIENCE }, (response) => {
    const chunks: Uint8Array[] = []
    response.on('data', (chunk: Uint8Array) => chunks.push(chunk))
    response.on('error', reject)
    response.on('end', () =>
      resolve({
        status: response.statusCode ?? 0,
        body: Buffer.concat(chunks).toString(),
        sentAt,
        milliseconds: performance.now() - sentAt,
      }),
    )
  })
  outgoing.on('timeout', () => outgoing.destroy(new Error(`No answer from ${url} in 10 s.`)))
  outgoing.on('error', reject)
  outgoing.end(body)
  return promise
}

/** A salvo: what came back, in the order of coming, and how long all of it took. */
export type Salvo = { hits: Hit[]; seconds: number }

/** Sends all of them, `atOnce` at a time, until they are through or `most` milliseconds are over. */
export async function salvo(shots: Shot[], atOnce: number, most: number): Promise<Salvo> {
  const start = performance.now()
  const hits: Hit[] = []
  const left = shots.values()
  const gunner = async () => {
    for (const shot of left) {
      hits.push(await shoot(shot))
      if (performance.now() - start > most) return
    }
  }
  await Promise.all(Array.from({ length: atOnce }, gunner))
  return { hits, seconds: (performance.now() - start) / 1000 }
}

/** One that never came: it is counted among the answers, as bad as they can be. */
const unanswered = (now: number): Hit => ({
  status: 0,
  body: '',
  sentAt: now,
  milliseconds: PATIENCE,
})

/** Sends so many a second, evenly, whatever comes back; how long it took until the last was answered. */
export async function stream(shots: Shot[], perSecond: number): Promise<Salvo> {
  const start = performance.now()
  const answers: Promise<Hit>[] = []
  for (const shot of shots) {
    const due = start + (answers.length * 1000) / perSecond
    const early = due - performance.now()
    if (early > 1) await pause(early)
    answers.push(shoot(shot).catch(() => unanswered(performance.now())))
  }
  const hits = await Promise.all(answers)
  return { hits, seconds: (performance.now() - start) / 1000 }
}

/** The value that so many per cent of them do not exceed; 0 of none. */
export function percentile(values: number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))] ?? 0
}
