import { afterEach, describe, expect, test } from 'vitest'
import { openLane } from './lane.ts'
import { answerMetrics, openMetrics } from './metrics.ts'
import { serveHere } from './testing/raw.ts'

const stops: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop()
})

const counts = { hits: 6, stale: 1, misses: 2, bypasses: 1, renders: 3, outages: 0 }

async function metrics(token: string | null) {
  const registry = openMetrics({
    pages: { counts, size: () => ({ pages: 2, bytes: 4096 }) },
    sessions: () => 5,
    lanes: { documents: openLane({ atOnce: 1, waiting: 1 }) },
    trusted: () => true,
  })
  const served = await serveHere((request, response) => {
    void answerMetrics(registry, token, request, response)
  })
  stops.push(served.stop)
  return async (headers: Record<string, string> = {}, method = 'GET') =>
    served.ask('/api/metrics', { headers, method })
}

test('size and hit rate of the page cache are among what is told, each time as it is', async () => {
  const ask = await metrics(null)
  for (let time = 0; time < 2; time++) {
    const { status, headers, body } = await ask()
    expect([status, headers['content-type']]).toEqual([
      200,
      'text/plain; version=0.0.4; charset=utf-8',
    ])
    const text = body.toString()
    expect(text).toContain('foldline_pages_total{from="hits"} 6')
    expect(text).toContain('foldline_page_cache_bytes 4096')
    expect(text).toContain('foldline_page_cache_hit_ratio 0.7')
    expect(text).toContain('foldline_access_memory_sessions 5')
    expect(text).toContain('foldline_changes_trusted 1')
    expect(text).toContain('process_resident_memory_bytes')
  }
})

describe('without a token', () => {
  test.each<Record<string, string>>([
    { 'X-Forwarded-For': '203.0.113.9' },
    { Forwarded: 'for=203.0.113.9' },
  ])('whoever comes through a proxy on this machine is told nothing: %j', async (headers) => {
    const ask = await metrics(null)
    expect((await ask(headers)).status).toBe(404)
  })
})

describe('with a token', () => {
  test.each([
    ['Bearer a-token-of-24-characters', 200],
    ['bearer a-token-of-24-characters', 200],
    ['Bearer another', 404],
    ['a-token-of-24-characters', 404],
    ['', 404],
  ])('%j gets %i, wherever it comes from', async (authorization, status) => {
    const ask = await metrics('a-token-of-24-characters')
    const headers = { Authorization: authorization, 'X-Forwarded-For': '203.0.113.9' }
    expect((await ask(headers)).status).toBe(status)
  })
})

test('metrics are read', async () => {
  const ask = await metrics(null)
  expect((await ask({}, 'POST')).status).toBe(404)
})
