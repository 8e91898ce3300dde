/** What a page costs that nobody asked for before, and how often it is made when a thousand ask at once. */
import { setTimeout as pause } from 'node:timers/promises'
import type { Sql } from 'postgres'
import { sampleArticle } from './article.ts'
import { at, fire, judgeFor } from './cached.ts'
import { percentile, shoot } from './load.ts'
import { pageView } from './request.ts'
import type { Stack } from './stack.ts'
import type { Measurement } from './table.ts'
import { makeViewers } from './viewers.ts'

const ARTICLES = 4
/** The first pages that a process makes are slow, and nobody's measure: these come before. */
const WARM_UP = { from: ARTICLES + 2, to: ARTICLES + 5 }
const STAMPEDE = 1000
/** PostgreSQL counts what a connection did at the latest ten seconds after it fell idle. */
const COUNTED = 11_000

/** Measures; the article with the longest gated part was asked for before, the others were not. */
export async function measureCold({ sql, site, pid }: Stack): Promise<Measurement[]> {
  const viewers = await makeViewers(sql, site)
  const readAll = async (from: number, to: number) => {
    const times: number[] = []
    for (let position = from; position <= to; position++)
      for (const { cookie } of viewers) {
        const { path } = await sampleArticle(sql, position)
        const headers: Record<string, string> = cookie === null ? {} : { cookie }
        times.push((await shoot({ url: `${site}${path}`, headers })).milliseconds)
      }
    return times
  }
  await readAll(WARM_UP.from, WARM_UP.to)
  const times = await readAll(1, ARTICLES)
  const viewer = viewers.find(({ is }) => is === 'subscriber')
  if (!viewer) throw new Error('There is no subscriber.')
  const article = await sampleArticle(sql, ARTICLES + 1)
  const request = pageView(site, article.path, { cookie: viewer.cookie, encoding: 'gzip' })
  await pause(COUNTED)
  const before = await gatedReads(sql)
  const rush = await fire(
    {
      ...at(site),
      requests: [request],
      connections: STAMPEDE,
      // Each connection sends one: the time is over when it is answered.
      seconds: 0,
      judge: judgeFor({ article, viewer }),
    },
    pid,
  )
  await pause(COUNTED)
  const renders = (await gatedReads(sql)) - before
  const what = `${STAMPEDE} at once for a page nobody had`
  return [
    { what: 'article page made anew (median)', value: percentile(times, 50), unit: 'ms' },
    { what: 'article page made anew (90 %)', value: percentile(times, 90), unit: 'ms' },
    { what: `${what}: times it was made`, value: renders, unit: '', target: { most: 1 } },
    { what: `${what}: all answered in`, value: rush.seconds * 1000, unit: 'ms' },
  ]
}

/** How often the gated part of any article was read: once for each page of a subscriber that is made. */
async function gatedReads(sql: Sql): Promise<number> {
  const [row] = await sql`
    select seq_scan + coalesce(idx_scan, 0) as reads from pg_stat_user_tables where relname = 'article_gated'`
  return Number(row?.reads)
}
