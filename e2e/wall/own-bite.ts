/** How a leak is tried that a row finds in a way of its own: with what it asks instead of its probes. */
import {
  type Bite,
  type Known,
  knownOf,
  type OwnBite,
  type Tools,
  tryBoth,
  tryLeaking,
} from './bite.ts'
import { askedHeader } from './leaky.ts'
import type { Judgement, Wall } from './matrix.ts'
import type { Answer } from './request.ts'

export type Own = Pick<OwnBite, 'row' | 'how' | 'whom' | 'finds'> & {
  leak: Bite['leak']
  judge: (wall: Wall, tools: Tools) => Promise<Judgement[]>
}

/** Tried without the leak and with it. */
export const both = ({ leak, judge, ...rest }: Own): OwnBite => ({
  ...rest,
  attempt: (tools) =>
    tryBoth(tools.site, leak, knownOf(tools.wall), () => judge(tools.wall, tools)),
})

/** Tried with the leak. */
export const leaking = ({ leak, judge, ...rest }: Own): OwnBite => ({
  ...rest,
  attempt: (tools) => tryLeaking(tools, leak, () => judge(tools.wall, tools)),
})

/** Whether an answer is the whole article of a subscriber. */
export const isWhole = (answer: Answer, { sentinel }: Known) => answer.body.includes(sentinel)

/** A page that was whole for this cookie once is whole for it for ever. */
export const keptForTheCookie: Bite['leak'] = (known) => {
  const kept = new Map<string, Answer>()
  return ({ asked, answer }) => {
    const key = `${asked.path} ${askedHeader(asked, 'Cookie')}`
    if (isWhole(answer, known)) kept.set(key, answer)
    return kept.get(key) ?? null
  }
}
