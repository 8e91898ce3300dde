/** W50: an article that is published at one level after the other, and withdrawn; the next request obeys. */
import { setTimeout as pause } from 'node:timers/promises'
import { behindCache } from '../support/stack.ts'
import { type Judgement, knock, type Probe, type Wall } from './matrix.ts'
import { previewOf } from './page.ts'
import { publish } from './publish.ts'
import { type Answer, send } from './request.ts'
import { keptFor } from './rows-kept-pictures.ts'
import { states } from './viewers.ts'

/** Each step but the first comes when every viewer has read the page of the step before it. */
const steps = [
  'free',
  'registered',
  'subscriber',
  'withdrawn',
  'free',
  'subscriber',
  'withdrawn',
] as const
type Step = (typeof steps)[number]

const isGone = ({ status }: Answer) => (status === 410 ? [] : [`answered ${status}`])

/** Imports it as each step says; everybody asks at once when the command has returned, and once more. */
export async function tighten(wall: Wall, all: readonly Step[] = steps): Promise<Judgement[]> {
  const judged: Judgement[] = []
  const shown = new Map<'all' | 'preview', string | null>()
  for (const step of all) {
    const article = wall.moving(step)
    const { path } = article
    await publish([article])
    if (step === 'withdrawn') wall.levels.delete(article.slug)
    else wall.levels.set(article.slug, step)
    // A free article is all preview; cut, what stands above its marker is the same at every level.
    const shows = step === 'free' ? 'all' : 'preview'
    if (step !== 'withdrawn' && !shown.has(shows))
      shown.set(shows, previewOf((await send({ path }, wall.agent)).body.toString()))
    wall.previews.set(path, shown.get(shows) ?? null)
    const probe: Probe =
      step === 'withdrawn' ? { path, check: isGone } : { article, path, expect: 'page' }
    if (behindCache) await untilForgotten(wall, probe)
    for (const state of [...states, ...states]) {
      judged.push(await knock(wall, wall.viewers[state], probe))
      for (const picture of article.kept.paths)
        judged.push(
          await knock(wall, wall.viewers[state], {
            path: picture,
            check: (answer) => keptFor(state, step, answer),
          }),
        )
    }
  }
  return judged
}

/** A cache in front is told by whoever serves the site, a moment after the commit (docs/scaling.md). */
async function untilForgotten(wall: Wall, probe: Probe): Promise<void> {
  const end = Date.now() + 5000
  while (Date.now() < end) {
    const { leaks, complaints } = await knock(wall, wall.viewers.anonymous, probe)
    if (leaks.length + complaints.length === 0) return
    await pause(20)
  }
}
