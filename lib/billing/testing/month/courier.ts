/**
 * Brings Stripe's events to the webhook, as badly as the net and Stripe may: twice, late, in another
 * order, or never. What is refused is tried again later, as Stripe does.
 */
import { z } from 'zod'
import { HOUR, MINUTE, SECOND } from '#lib/clock.ts'
import { SECRET_KEY } from '../../../../local/stripe/testing/start.ts'
import { takeDelivery } from '../../webhook.ts'
import { webhookEvents } from '../../webhook-events.ts'
import { sign } from '../billing.ts'
import { createAddressees } from './addressees.ts'
import { type Month, SECRET } from './month.ts'
import type { Random } from './random.ts'
import { together } from './together.ts'

const eventShape = z.looseObject({
  id: z.string(),
  type: z.string(),
  created: z.number(),
  data: z.object({ object: z.looseObject({ object: z.string() }) }),
})
const page = z.object({ data: z.array(eventShape), has_more: z.boolean() })

/** An event as Stripe lists and sends it. */
export type Told = z.infer<typeof eventShape>

type Letter = { event: Told; dueAt: number; attempts: number }

export type Courier = {
  /** Everything that ever happened at Stripe: of each reader in order. */
  history: Told[]
  /** Takes over what happened since it last looked. */
  collect: () => Promise<void>
  /** Delivers what is due, at most so many. */
  deliver: (most: number) => Promise<void>
  /** From now on every letter sets out as it should. */
  calmDown: () => void
  /** What became of an event, in words. */
  fateOf: (event: string) => string
  /** How many letters are on their way. */
  waiting: () => number
}

/** After the n-th refusal a letter waits this long. */
const RETRY_AFTER = [
  5 * SECOND,
  30 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
]

/** How many readers' letters are brought at once. Those of one come one after the other. */
const CARRIERS = 4

const wanted: ReadonlySet<string> = new Set(webhookEvents)

export function createCourier(month: Month, random: Random, isUp: () => boolean): Courier {
  const history: Told[] = []
  const addressees = createAddressees()
  let newest: string | null = null
  let letters: Letter[] = []
  let calm = false
  const fates = new Map<string, string[]>()
  const note = (event: Told, fate: string) =>
    fates.set(event.id, [...(fates.get(event.id) ?? []), fate])
  return {
    history,
    collect: async () => {
      const told = await eventsAfter(month, newest)
      newest = told.at(-1)?.id ?? newest
      for (const event of told) addressees.learn(event)
      // Whoever did something at the same moment is told of in any order.
      const byPerson = told.toSorted((a, b) => addressees.of(a).localeCompare(addressees.of(b)))
      history.push(...byPerson)
      month.tally.count('events at Stripe', told.length)
      for (const event of byPerson) {
        if (!wanted.has(event.type)) continue
        month.tally.count('events for us')
        const posted = calm ? [asItShould(month, event)] : post(month, random, event)
        note(event, posted.length === 0 ? 'lost' : `sent ${posted.length} times`)
        letters.push(...posted)
      }
    },
    deliver: async (most) => {
      const now = month.now().getTime()
      const due = letters.filter(({ dueAt }) => dueAt <= now).slice(0, most)
      const refused = new Set<Letter>()
      const ways = [...Map.groupBy(due, ({ event }) => addressees.of(event)).values()].map(
        (theirs) => inSomeOrder(month, random, theirs),
      )
      await together(CARRIERS, ways, async (batches) => {
        for (const batch of batches) {
          const answers = await Promise.all(batch.map(({ event }) => bring(event, isUp())))
          for (const [place, letter] of batch.entries()) {
            const taken = answers[place] === true
            note(letter.event, `${taken ? 'taken' : 'refused'} ${month.now().toISOString()}`)
            if (!taken) refused.add(letter)
          }
        }
      })
      const gone = new Set(due)
      letters = letters
        .filter((letter) => !gone.has(letter))
        .concat(due.filter((letter) => refused.has(letter)).map((letter) => again(letter, now)))
    },
    calmDown: () => {
      calm = true
    },
    fateOf: (event) => fates.get(event)?.join(', ') ?? 'not for us',
    waiting: () => letters.length,
  }
}

function asItShould({ now }: Month, event: Told): Letter {
  return { event, dueAt: now().getTime(), attempts: 0 }
}

/** How an event sets out: as it should, late, twice or never. */
function post(month: Month, random: Random, event: Told): Letter[] {
  const { tally } = month
  const letter = asItShould(month, event)
  const late = () => ({ ...letter, dueAt: letter.dueAt + random.between(1, 30 * 60) * MINUTE })
  const fate = random.next()
  if (fate < 0.04) {
    tally.fault('webhook lost')
    return []
  }
  if (fate < 0.1) {
    tally.fault('webhook late')
    return [late()]
  }
  if (fate < 0.18) {
    tally.fault('webhook twice')
    return random.chance(0.5) ? [letter, { ...letter }] : [letter, late()]
  }
  return [letter]
}

/** Groups of one reader's letters that arrive at the same time, one group after the other. */
function inSomeOrder({ tally }: Month, random: Random, due: Letter[]): Letter[][] {
  const mixed = due.length > 1 && random.chance(0.3)
  if (mixed) tally.fault('webhooks in another order')
  const rest = mixed ? random.shuffled(due) : [...due]
  const batches: Letter[][] = []
  while (rest.length > 0) batches.push(rest.splice(0, random.between(1, 5)))
  return batches
}

function again(letter: Letter, now: number): Letter {
  const wait = RETRY_AFTER[letter.attempts] ?? 12 * HOUR
  return { ...letter, attempts: letter.attempts + 1, dueAt: now + wait }
}

/** Whether the webhook took it. */
async function bring(event: Told, isUp: boolean): Promise<boolean> {
  if (!isUp) return false
  const body = JSON.stringify(event)
  const { status } = await takeDelivery({
    signature: sign(body, { secret: SECRET }),
    length: Buffer.byteLength(body),
    body: new Blob([body]).stream(),
  })
  return status === 200
}

/** What happened at Stripe after an event, the oldest first. */
async function eventsAfter({ url }: Month, last: string | null): Promise<Told[]> {
  const found: Told[] = []
  for (let after = last; ;) {
    const from = after === null ? '' : `&ending_before=${after}`
    const answer = await fetch(`${url}/v1/events?limit=100${from}`, {
      headers: { authorization: `Bearer ${SECRET_KEY}` },
    })
    const { data, has_more } = page.parse(await answer.json())
    found.push(...data.toReversed())
    after = found.at(-1)?.id ?? after
    if (!has_more || last === null) return found
  }
}
