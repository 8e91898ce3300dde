/** Lets time go by: people act, Stripe's own clockwork runs, events travel, jobs run, things fail. */
import { DAY, HOUR, later, MINUTE } from '#lib/clock.ts'
import { sendDueMail } from '#lib/mail/send.ts'
import { type Billing, drainInbox } from '../../inbox.ts'
import { queueDueNotices } from '../../notices.ts'
import { isOutage } from '../../outage.ts'
import { reconcileEvents } from '../../reconcile.ts'
import { readOverdueRenewals } from '../../renewals.ts'
import { type Courier, createCourier } from './courier.ts'
import type { Look } from './expect-mails.ts'
import { lookAt } from './life.ts'
import { type Month, type Person, START, whileApi } from './month.ts'
import { ownActions } from './own-actions.ts'
import { type Random, randomOf } from './random.ts'
import { readerActions } from './reader-actions.ts'
import { staffActions } from './staff-actions.ts'
import { together } from './together.ts'
import { apiFault, changeDunning, hiccup, type Weather } from './weather.ts'

export type Drive = {
  courier: Courier
  /** When the jobs ran. Where it is settled, what our copy says must be what Stripe says. */
  looks: Look[]
  /** When each mail arrived at its reader, by its id. */
  arrivals: Map<string, Date[]>
  /** The mails that the mail server ever refused. */
  refused: Set<string>
}

/** How many readers may do something at the same moment, and how many processes send mail. */
const CROWD = 4
const SENDERS = 3

const STEPS = [20 * MINUTE, HOUR, 2 * HOUR, 5 * HOUR, 8 * HOUR] as const

/** Lives through all of the time, and calls `look` at settled moments. */
export async function drive(month: Month, look: (drive: Drive) => Promise<void>): Promise<Drive> {
  const { plan, tally } = month
  const random = randomOf(plan.seed, 'driver')
  const state = { down: false, upAt: START }
  const courier = createCourier(month, randomOf(plan.seed, 'courier'), () => !state.down)
  const run: Drive = { courier, looks: [], arrivals: new Map(), refused: new Set() }
  await courier.collect()
  const end = later(START, plan.days * DAY)
  for (let to = START; to < end;) {
    to = later(to, random.pick(STEPS))
    if (!state.down && random.chance(0.012)) {
      state.down = true
      state.upAt = later(to, random.between(1, 20) * HOUR)
      tally.fault('we were down for hours')
    }
    if (state.down && to >= state.upAt) state.down = false
    await step(month, run, random, to, { down: state.down, api: apiFault(month, random) })
    if (random.chance(0.05)) await changeDunning(month, random)
    if (isSettled(run, to)) await look(run)
  }
  await calmDown(month, run)
  return run
}

function isSettled({ looks }: Drive, at: Date): boolean {
  const last = looks.at(-1)
  return last?.settled === true && last.at.getTime() === at.getTime()
}

async function step(
  month: Month,
  run: Drive,
  random: Random,
  to: Date,
  weather: Weather,
): Promise<void> {
  const acting = month.people
    .filter(({ nextAt }) => nextAt < to.getTime())
    .toSorted((a, b) => a.nextAt - b.nextAt)
  for (const crowd of crowdsOf(month, random, acting, weather)) {
    const moment = Math.max(...crowd.map(({ person }) => person.nextAt), month.now().getTime())
    month.moveTo(new Date(moment))
    await together(CROWD, crowd, ({ person, fault }) => actOnce(month, person, weather, fault))
    if (random.chance(1 - 0.7 ** crowd.length)) await travel(month, run.courier, weather)
  }
  month.moveTo(to)
  await travel(month, run.courier, weather)
  if (weather.down) return
  await runJobs(month, weather)
  await sendMail(month, run, random.chance(0.03))
  const settled = weather.api === null && (await isAtRest(month))
  run.looks.push({ at: to, events: run.courier.history.length, settled })
}

/** Somebody who does something, and how Stripe's API fails meanwhile. */
type Acting = { person: Person; fault: object | null }

/**
 * Who does something at the same moment: readers have nothing to do with each other. A fault is the
 * whole server's, so whoever meets one is alone.
 */
function crowdsOf(month: Month, random: Random, people: Person[], { api }: Weather): Acting[][] {
  const crowds: Acting[][] = []
  for (const person of people) {
    const fault = api ?? hiccup(month, random)
    const last = crowds.at(-1)
    if (last && last.length < CROWD && !fault && !last[0]?.fault) last.push({ person, fault })
    else crowds.push([{ person, fault }])
  }
  return crowds
}

/** One thing that this person does, or that is done to them. */
async function actOnce(
  month: Month,
  person: Person,
  weather: Weather,
  fault: object | null,
): Promise<void> {
  const { random } = person
  person.nextAt += (1 + random.next() * 34) * DAY
  const life = await lookAt(month, person, { siteIsUp: !weather.down, fault })
  const action = random.weighted(
    [...readerActions, ...ownActions, ...staffActions].map(
      (one) => [one.weight(life), one] as const,
    ),
  )
  if (action === null) return
  month.tally.action(action.name)
  await action.act(life)
}

/** Events travel, as far as they get; of many at once the webhook calls the jobs, which are another process. */
async function travel(month: Month, courier: Courier, { down, api }: Weather): Promise<void> {
  await courier.collect()
  await whileApi(month, api, async () => {
    await courier.deliver(api === null ? 10_000 : 5)
    if (!down) await drainInbox(month.database.app, billingOf(month))
  })
}

function billingOf({ background: stripe, shop, now }: Month): Billing {
  return { stripe, priceId: shop.monthly, now }
}

/** What `lib/jobs` runs by itself, each once. */
async function runJobs(month: Month, { api }: Weather): Promise<void> {
  const { now, database } = month
  const billing = billingOf(month)
  await whileApi(month, api, async () => {
    await drainInbox(database.app, billing)
    await readOverdueRenewals(database.app, billing)
    await queueDueNotices(database.app, now())
    try {
      await reconcileEvents(database.app, billing)
    } catch (error) {
      if (!isOutage(error)) throw error
    }
  })
}

/** Hands over what is to be sent, to a mail server that may be full. */
async function sendMail({ database, now, tally }: Month, run: Drive, full: boolean): Promise<void> {
  if (full) tally.fault('the mail server refused')
  const send = () =>
    sendDueMail(database.app, now, async ({ id }) => {
      if (full) {
        run.refused.add(id)
        throw new Error('452 Mailbox full')
      }
      run.arrivals.set(id, [...(run.arrivals.get(id) ?? []), now()])
    })
  await Promise.all(Array.from({ length: SENDERS }, send))
}

async function isAtRest({ database }: Month): Promise<boolean> {
  const [row] = await database.owner`
    select count(*)::int as n from stripe_event where processed_at is null`
  return row?.n === 0
}

/** Nothing fails any more, and time goes on until nothing is on its way. */
async function calmDown(month: Month, run: Drive): Promise<void> {
  const weather: Weather = { down: false, api: null }
  const random = randomOf(month.plan.seed, 'end')
  for (const person of month.people) person.nextAt = Number.POSITIVE_INFINITY
  run.courier.calmDown()
  for (let hours = 0; hours < 48 && (hours < 2 || run.courier.waiting() > 0); hours += 2)
    await step(month, run, random, later(month.now(), 2 * HOUR), weather)
  if (run.courier.waiting() > 0 || !isSettled(run, month.now()))
    throw new Error(
      `Two days after the last fault ${run.courier.waiting()} letters are on their way, and of the inbox: ${await whatIsPending(month)}`,
    )
}

async function whatIsPending({ database }: Month): Promise<string> {
  const rows = await database.owner`
    select id, type, customer_id, attempts, next_attempt_at, last_error from stripe_event
     where processed_at is null limit 5`
  return JSON.stringify(rows)
}
