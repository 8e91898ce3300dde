/** A busy hour: 500 requests a second, most of them for pages that are kept, whatever comes back. */
import { sampleArticle } from './article.ts'
import { grow, grownPath } from './grow.ts'
import { percentile, salvo, type Shot, stream } from './load.ts'
import { signIns } from './sign-in.ts'
import type { Stack } from './stack.ts'
import type { Measurement } from './table.ts'
import { makeViewers } from './viewers.ts'

const A_SECOND = 500
const SECONDS = 20
/** The first seconds of a process are slow, and not those of a busy hour. */
const WARM_UP = 10
/** Of a hundred requests: pages nobody had yet, and sign-ins with account pages. */
const [MISSES, PERSONAL] = [5, 5]

/** Measures. */
export async function measureMixed({ sql, site }: Stack): Promise<Measurement[]> {
  await grow(sql, { articles: 1000, readers: 1000 })
  const viewers = await makeViewers(sql, site)
  const of = (path: string, cookie: string | null): Shot => ({
    url: `${site}${path}`,
    headers: { 'accept-encoding': 'br, gzip', ...(cookie === null ? {} : { cookie }) },
  })
  const warm: Shot[] = []
  for (let position = 0; position < 5; position++) {
    const { path } = await sampleArticle(sql, position)
    warm.push(...viewers.map(({ cookie }) => of(path, cookie)))
  }
  warm.push(...viewers.map(({ cookie }) => of('/', cookie)))
  await salvo(warm, 4, 30_000)
  const all = A_SECOND * (WARM_UP + SECONDS)
  const cold = Array.from({ length: (all * MISSES) / 100 }, (_, n) => of(grownPath(n + 100), null))
  const person = viewers.at(-1)?.cookie ?? null
  const many = (all * PERSONAL) / 100
  const account = Array.from({ length: many / 2 }, () => of('/account', person))
  const signing = await signIns(sql, site, many / 4)
  // Each button after its page, and never in the same moment.
  const personal = account.flatMap((shot, index) => [shot, signing[index] ?? shot])
  const shots = mix(all, warm, cold, personal)
  const before = A_SECOND * WARM_UP
  const first = await stream(shots.slice(0, before), A_SECOND)
  const { hits } = await stream(shots.slice(before), A_SECOND)
  const bad = [...first.hits, ...hits].filter(({ status }) => ![200, 303].includes(status))
  const times = hits.map(({ milliseconds }) => milliseconds)
  const what = `${A_SECOND} requests a second, mixed`
  return [
    { what: `${what}: errors and no answers`, value: bad.length, unit: '', target: { most: 0 } },
    { what: `${what} (median)`, value: percentile(times, 50), unit: 'ms' },
    { what: `${what} (99 %)`, value: percentile(times, 99), unit: 'ms', target: { most: 50 } },
    { what: `${what} (99.9 %)`, value: percentile(times, 99.9), unit: 'ms' },
  ]
}

/** Of twenty in a row one is cold and one personal. */
function mix(all: number, warm: Shot[], cold: Shot[], personal: Shot[]): Shot[] {
  return Array.from({ length: all }, (_, index) => {
    const turn = Math.floor(index / 20)
    const shot =
      index % 20 === 5 ? cold[turn] : index % 20 === 15 ? personal[turn] : warm[index % warm.length]
    if (!shot) throw new Error('Too few requests were made ready.')
    return shot
  })
}
