/** What grows with the archive and with the readers: nothing should that a page view waits for. */
import { sampleArticle } from './article.ts'
import { at, fire, judgeFor } from './cached.ts'
import { grow, grownPath, grownToken, type Size } from './grow.ts'
import { percentile, shoot, type Shot } from './load.ts'
import { pageView } from './request.ts'
import type { Stack } from './stack.ts'
import type { Measurement } from './table.ts'
import { cookieName, makeViewers, type Viewer } from './viewers.ts'

const sizes: Size[] = [
  { articles: 1000, readers: 1000 },
  { articles: 10_000, readers: 100_000 },
  { articles: 100_000, readers: 1_000_000 },
]
/** So much more may be a matter of the machine. */
const FLAT = 1.3
/** How many pages nobody had yet are asked for, of each kind. */
const EACH = 20
const searched =
  'water ship harbour night price river work grain wind tide silt crane ferry market contract engine winter depth cable quay'.split(
    ' ',
  )

/** Measures at each size, in one run of the site. */
export async function measureGrowth(
  stack: Stack,
  { tell }: { tell: (part: Measurement[]) => void },
): Promise<Measurement[]> {
  const viewers = await makeViewers(stack.sql, stack.site)
  const rows: Measurement[] = []
  for (const [step, size] of sizes.entries()) {
    await grow(stack.sql, size)
    const measured = await measureSize(stack, viewers, size, step)
    tell(measured)
    rows.push(...measured)
  }
  const cost = (what: string) => rows.filter((one) => one.what === what).map(({ value }) => value)
  const growth = (what: string): Measurement => ({
    what: `${what}, at the largest size compared with the smallest`,
    value: (cost(what).at(-1) ?? Number.NaN) / (cost(what)[0] ?? Number.NaN),
    unit: '×',
    target: { most: FLAT },
  })
  return [...rows, growth('anonymous hit'), growth('subscriber hit')]
}

const many = (shot: (n: number) => Shot) => Array.from({ length: EACH }, (_, n) => shot(n))

async function measureSize(
  stack: Stack,
  viewers: Viewer[],
  { articles, readers }: Size,
  step: number,
): Promise<Measurement[]> {
  const of = `${articles} articles, ${readers} readers`
  const { site, sql } = stack
  const plain = (path: string): Shot => ({ url: `${site}${path}` })
  // The second pages of all shelves of a kind, then the third ones: the smallest archive has no twentieth.
  const pagesOf = async (kind: 'sections' | 'topics') => {
    const rows = await (kind === 'sections'
      ? sql`select slug from section order by slug`
      : sql`select slug from topic order by slug`)
    return (n: number) =>
      plain(
        `/${kind}/${String(rows[n % rows.length]?.slug)}?page=${2 + Math.floor(n / rows.length)}`,
      )
  }
  const fresh = (n: number) => step * EACH + n
  const kinds: [string, Shot[]][] = [
    ['article', many((n) => plain(grownPath(fresh(n) + 200)))],
    ['front page', viewers.map((one) => ({ ...plain('/'), headers: cookieOf(one) }))],
    ['section', many(await pagesOf('sections'))],
    ['topic', many(await pagesOf('topics'))],
    ['search', searched.map((word) => plain(`/search?q=${word}`))],
    // Of a page that is kept: what is left is finding out who asks.
    ['access', many((n) => withSession(stack, (fresh(n) + 2) * 5))],
  ]
  const cold: Measurement[] = []
  for (const [what, shots] of kinds) cold.push({ of, what, value: await median(shots), unit: 'ms' })
  return [...(await hits(stack, viewers, of)), ...cold]
}

const cookieOf = ({ cookie }: Viewer): Record<string, string> => (cookie === null ? {} : { cookie })

const withSession = ({ site }: Stack, n: number): Shot => ({
  url: `${site}/articles/grown-199`,
  headers: { cookie: `${cookieName(site)}=${grownToken(n)}` },
})

async function median(shots: Shot[]): Promise<number> {
  const times = []
  for (const shot of shots) {
    const { status, milliseconds } = await shoot(shot)
    if (status !== 200) throw new Error(`${shot.url} answered ${status}`)
    times.push(milliseconds)
  }
  return percentile(times, 50)
}

async function hits({ sql, site, pid }: Stack, viewers: Viewer[], of: string) {
  const article = await sampleArticle(sql)
  const results: Measurement[] = []
  for (const viewer of viewers.filter(({ is }) => is !== 'registered')) {
    const request = pageView(site, article.path, { cookie: viewer.cookie, encoding: 'gzip' })
    const plan = {
      ...at(site),
      requests: [request],
      connections: 16,
      judge: judgeFor({ article, viewer }),
    }
    await fire({ ...plan, seconds: 1 }, null)
    const { cost } = await fire({ ...plan, seconds: 3 }, pid)
    results.push({ of, what: `${viewer.is} hit`, value: cost, unit: 'µs' })
  }
  return results
}
