/** The search among 100,000 articles: the page as it is asked for over HTTP, by who may read little and by who may read all. */
import { grow } from './grow.ts'
import { percentile, shoot } from './load.ts'
import type { Stack } from './stack.ts'
import type { Measurement } from './table.ts'
import { makeViewers, type Viewer } from './viewers.ts'

const ARTICLES = 100_000
/** How often each is asked for; the first ones warm up. */
const EACH = 60
const WARM = 10
/** What the plan asks of a search, in milliseconds at p95. */
const AIM = 50

const common = 'water ship harbour night price river work grain wind tide'.split(' ')
const pairs = ['ship harbour', 'price grain', 'river night', 'tide wind', 'contract work']

const searches: Record<string, (n: number) => string> = {
  'a common word': (n) => `q=${common[n % common.length]}`,
  'two common words': (n) => `q=${pairs[n % pairs.length]}`,
  // The number of an article stands in its headline alone.
  'a rare word': (n) => `q=${1 + n * 1601}`,
  'a phrase': (n) => `q="${pairs[n % pairs.length]}"`,
  'a word left out': (n) => `q=${common[n % common.length]} -quay`,
  'a mistyped word': (n) => `q=${['harbuor', 'demurage', 'anchorrage', 'estuarry'][n % 4]}`,
  nonsense: (n) => `q=qzxv${n}kjw`,
  'a section and a year': (n) => `q=${common[n % common.length]}&section=ports&from=2024-01-01`,
  'an author, newest first': (n) =>
    `q=${common[n % common.length]}&author=maren-thistlewood&order=newest`,
  'the third page': (n) => `q=${common[n % common.length]}&page=3`,
}

/** Measures at the size the plan names. */
export async function measureSearch({ sql, site }: Stack): Promise<Measurement[]> {
  await grow(sql, { articles: ARTICLES, readers: 100 })
  const viewers = await makeViewers(sql, site)
  const results: Measurement[] = []
  for (const viewer of viewers.filter(({ is }) => is !== 'registered')) {
    const all: number[] = []
    for (const [what, query] of Object.entries(searches)) {
      const times = await timed(viewer, (n) => `${site}/search?${encodeURI(query(n))}`)
      all.push(...times)
      results.push(...percentilesOf(`${viewer.is}: ${what}`, times, null))
    }
    results.push(...percentilesOf(`${viewer.is}: all searches`, all, AIM))
  }
  return results
}

/** The times that requests take one after the other, in milliseconds, from asking to the last byte. */
async function timed({ cookie }: Viewer, url: (n: number) => string): Promise<number[]> {
  const times = []
  for (let n = 0; n < EACH; n++) {
    const headers: Record<string, string> = cookie === null ? {} : { cookie }
    const { status, milliseconds } = await shoot({ url: url(n), headers })
    if (status !== 200) throw new Error(`${url(n)} answered ${status}`)
    if (n >= WARM) times.push(milliseconds)
  }
  return times
}

function percentilesOf(of: string, times: number[], aim: number | null): Measurement[] {
  return [50, 95, 99].map((percent) => ({
    of,
    what: `p${percent}`,
    value: percentile(times, percent),
    unit: 'ms',
    ...(aim !== null && percent === 95 ? { target: { most: aim } } : {}),
  }))
}
