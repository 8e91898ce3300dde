/** Everybody else who may come: how each of them comes to be what they are, and what the site says of it. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { type APIRequestContext, expect } from '@playwright/test'
import { z } from 'zod'
import { endCallers, signedInCaller } from '../support/callers.ts'
import { readForm, sendForm } from '../support/forms.ts'
import { giveByForms, somebody, subscribeByForms } from '../support/people.ts'
import { staffCaller } from '../support/staff.ts'
import { changeAtStripe } from '../support/stripe.ts'
import { comp, deskPage, refundAndEnd } from './closing.ts'
import { several } from './request.ts'
import { withOwner } from './sql.ts'
import {
  beginTrial,
  bringTo,
  cancelNow,
  customerOf,
  dispute,
  failRenewal,
  runningSubscription,
} from './stripe-desk.ts'
import {
  mayRead,
  type MoreState,
  moreStates,
  sessionOf,
  standingOf,
  type Viewer,
} from './viewers.ts'

type Person = { email: string; caller: APIRequestContext }
type Making = { reason: string; make: (person: Person, admin: APIRequestContext) => Promise<void> }

/** Buys a subscription; returns the customer at Stripe. */
async function pays({ email, caller }: Person): Promise<string> {
  await subscribeByForms(caller)
  return customerOf(email)
}

/** Sets out to pay and comes no further; returns the customer at Stripe. */
async function setsOut({ email, caller }: Person): Promise<string> {
  await sendForm(caller, await readForm(caller, '/subscribe', 'Continue to payment'))
  return customerOf(email)
}

/** Redeems a gift that somebody else has paid for. */
async function receives({ caller }: Person): Promise<void> {
  const gift = await giveByForms(await signedInCaller(somebody('wall.gives')))
  await sendForm(caller, await readForm(caller, gift, 'Redeem the gift'), { start: 'now' })
}

/** Two weeks go by. Nobody may move the clock of Stripe while others use it. */
async function daysPass(customer: string): Promise<void> {
  await withOwner(
    (owner) => owner`
      update subscription set unpaid_since = unpaid_since - interval '15 days'
       where customer_id = ${customer}`,
  )
}

async function cancels({ caller }: Person): Promise<void> {
  const form = await readForm(caller, '/account/cancel', 'Cancel subscription')
  await sendForm(caller, form)
}

/** What each of them does, or is done to; `reason` is what the site then says of their access. */
const makings: Record<MoreState, Making> = {
  past_due: {
    reason: 'payment_failed',
    make: async (person) => failRenewal(await pays(person)),
  },
  overdue: {
    reason: 'payment_overdue',
    make: async (person) => {
      const customer = await pays(person)
      await failRenewal(customer)
      await daysPass(customer)
    },
  },
  ending: {
    reason: 'active_ending',
    make: async (person) => {
      await pays(person)
      await cancels(person)
    },
  },
  ended: {
    reason: 'canceled',
    make: async (person) => {
      const id = await runningSubscription(await pays(person))
      const soon = Math.floor(Date.now() / 1000) + 2
      await changeAtStripe(`/v1/subscriptions/${id}`, { cancel_at: String(soon) })
    },
  },
  canceled: { reason: 'canceled', make: async (person) => cancelNow(await pays(person)) },
  trialing: { reason: 'trialing', make: async (person) => beginTrial(await setsOut(person)) },
  paused: { reason: 'paused', make: async (person) => bringTo(await pays(person), 'paused') },
  unpaid: { reason: 'unpaid', make: async (person) => bringTo(await pays(person), 'unpaid') },
  refunded: {
    reason: 'canceled',
    make: async (person, admin) => {
      await pays(person)
      await refundAndEnd(admin, await deskPage(admin, person.email))
    },
  },
  disputed: { reason: 'disputed', make: async (person) => dispute(await pays(person)) },
  comped: {
    reason: 'staff_grant',
    make: async ({ email }, admin) => comp(admin, await deskPage(admin, email)),
  },
  comp_over: {
    reason: 'grant_over',
    make: async ({ email }, admin) => {
      await comp(admin, await deskPage(admin, email))
      // Nine days pass.
      await withOwner(
        (owner) => owner`
          update access_grant g
             set starts_at = g.starts_at - interval '10 days', ends_at = g.ends_at - interval '10 days'
            from reader r where r.id = g.reader_id and r.email = ${email}`,
      )
    },
  },
  gifted: { reason: 'gift', make: receives },
  support: { reason: 'staff', make: () => Promise.resolve() },
  writer: { reason: 'staff', make: () => Promise.resolve() },
  editor: { reason: 'staff', make: () => Promise.resolve() },
  admin: { reason: 'staff', make: () => Promise.resolve() },
}

const isStaff = (state: MoreState) =>
  state === 'support' || state === 'writer' || state === 'editor' || state === 'admin'

async function makeViewer(state: MoreState, admin: APIRequestContext): Promise<Viewer> {
  const { reason, make } = makings[state]
  const email = somebody(`wall.${state}`)
  const caller = isStaff(state) ? await staffCaller(state) : await signedInCaller(email)
  await make({ email, caller }, admin)
  const viewer: Viewer = { state, cookie: await sessionOf(caller) }
  const readerClass = mayRead(state, 'subscriber') ? 'subscriber' : 'registered'
  await expect
    .poll(async () => ({ state, ...(await standingOf(viewer)) }))
    .toMatchObject({ state, readerClass, reason })
  return viewer
}

const made = z.array(
  z.object({
    state: z.enum(moreStates),
    cookie: z.object({ name: z.string(), value: z.string() }),
  }),
)

/** The others of this run, in the order of `moreStates`; noted in `file` like the first four. */
export async function moreViewersOfRun(file: string): Promise<Viewer[]> {
  if (existsSync(file)) return made.parse(JSON.parse(readFileSync(file, 'utf8')))
  const admin = await staffCaller('admin')
  const viewers = await several(moreStates, 4, (state) => makeViewer(state, admin))
  await endCallers()
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, JSON.stringify(viewers))
  return viewers
}
