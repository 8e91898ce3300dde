import { timingSafeEqual } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client'
import { hashToken } from '#lib/auth/hash.ts'
import type { Lane } from './lane.ts'
import type { Counts } from './page-cache.ts'
import { refuse } from './refuse.ts'

/** The address of the metrics. */
export const METRICS_PATH = '/api/metrics'

/** What is measured. */
export type Measured = {
  pages: { counts: Readonly<Counts>; size: () => { pages: number; bytes: number } }
  sessions: () => number
  lanes: Record<string, Lane>
  /** Whether this process hears of changes. */
  trusted: () => boolean
}

/** The metrics of one process, in Prometheus' text format. */
export function openMetrics({ pages, sessions, lanes, trusted }: Measured): Registry {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  const requests = new Counter({
    name: 'foldline_pages_total',
    help: 'Pages of reading, by where they came from',
    labelNames: ['from'],
    registers,
    collect() {
      this.reset()
      for (const [from, count] of Object.entries(pages.counts)) this.inc({ from }, count)
    },
  })
  const gauge = (name: string, help: string, value: () => number) =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(value())
      },
    })
  gauge('foldline_page_cache_bytes', 'Memory taken by kept pages', () => pages.size().bytes)
  gauge('foldline_page_cache_pages', 'Pages kept', () => pages.size().pages)
  gauge('foldline_page_cache_hit_ratio', 'Hits among pages of reading since the start', () =>
    hitRatio(pages.counts),
  )
  gauge('foldline_access_memory_sessions', 'Sessions whose access is known', sessions)
  gauge('foldline_changes_trusted', '1 while this process hears of every change', () =>
    trusted() ? 1 : 0,
  )
  for (const [name, lane] of Object.entries(lanes)) {
    gauge(`foldline_${name}_running`, `Of ${name}: rendered just now`, lane.running)
    gauge(`foldline_${name}_waiting`, `Of ${name}: waiting to be rendered`, lane.waiting)
  }
  void requests
  return registry
}

function hitRatio({ hits, stale, misses, bypasses, outages }: Counts): number {
  const all = hits + stale + misses + bypasses + outages
  return all === 0 ? 0 : (hits + stale + outages) / all
}

/**
 * Answers with the metrics whoever knows the token, or, where none is set, a program on this machine.
 * A proxy on this machine says for whom it asks, and is not taken for one. Others are told nothing.
 */
export async function answerMetrics(
  registry: Registry,
  token: string | null,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method !== 'GET' || !isAllowed(request, token)) return refuse(response, 404)
  const text = await registry.metrics()
  response.writeHead(200, { 'Content-Type': registry.contentType, 'Cache-Control': 'no-store' })
  response.end(text)
}

function isAllowed({ headers, socket }: IncomingMessage, token: string | null): boolean {
  if (token === null)
    return (
      /^(::1|(::ffff:)?127\.\d+\.\d+\.\d+)$/.test(socket.remoteAddress ?? '') &&
      headers['x-forwarded-for'] === undefined &&
      headers.forwarded === undefined
    )
  const given = /^Bearer (\S+)$/i.exec(headers.authorization ?? '')?.[1] ?? ''
  return timingSafeEqual(Buffer.from(hashToken(given)), Buffer.from(hashToken(token)))
}
