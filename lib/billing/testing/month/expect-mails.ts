/**
 * Which mails must have been written and which may have been, by what Stripe's events tell and by the
 * rules in docs/billing.md. A mail is due when its reason stood at a moment at which nothing was on its
 * way; it is excused when its reason stood only in between, where we may not have seen it.
 */
import { createHoldings, type Holding, type Holdings } from './holdings.ts'
import type { Told } from './courier.ts'
import { sayingOf, type Says } from './mails.ts'
import type { Given } from './month.ts'
import { type Bought, mayRead, toldEnd } from './oracle-access.ts'
import {
  type Change,
  changesBetween,
  disputeNews,
  sayingOfDispute,
  tells,
} from './oracle-changes.ts'
import { givenReasons, noticeReasons } from './oracle-notices.ts'
import { type Reason, type Setting, standingReasons } from './oracle-standing.ts'

/** A moment at which the jobs ran; `settled` when nothing was on its way then. */
export type Look = { at: Date; events: number; settled: boolean }

/** All that the oracle goes by. */
export type Facts = {
  history: Told[]
  looks: Look[]
  product: string
  given: readonly Given[]
  /** The addresses of staff who are told of disputes, by id. */
  staff: ReadonlyMap<string, string>
  /** The subscription whose payment is disputed, by the dispute's id. */
  disputed: ReadonlyMap<string, string>
}

/** What somebody had, and since when, in seconds. */
type Version = { at: number; holding: Holding }

/** What one customer had, one after the other, between two moments at which we knew all of it. */
export type Window = { from: number; to: number; versions: readonly Version[] }

/** A change of which somebody had to be told, if they were not on the way. */
export type DueChange = { kind: string; subscription: string; from: number; to: number }

export type Expected = {
  /** Since when each must be there, by once-only key. Seconds. */
  must: Map<string, number>
  /** What each may say, and since when. */
  may: Map<string, Map<Says, number>>
  windows: Window[]
  changes: DueChange[]
  /** What was told when one holding was held and another was read. */
  between: (before: Holding, after: Holding, now: number) => Change[]
}

/** Reads the whole history and says which mails follow from it. */
export function expectMails(facts: Facts): Expected {
  const holdings = createHoldings()
  const { product } = facts
  const { discount } = holdings
  const expected: Expected = {
    must: new Map(),
    may: new Map(),
    windows: [],
    changes: [],
    between: (before, after, now) => changesBetween(before, after, { product, discount }, now),
  }
  const walk: Walk = {
    facts,
    expected,
    holdings,
    open: new Map(),
    from: 0,
    wasSettled: true,
  }
  let place = 0
  for (const look of facts.looks) {
    for (const event of facts.history.slice(place, look.events)) hear(walk, event)
    place = look.events
    lookAround(walk, look.at.getTime() / 1000, look.settled)
  }
  return expected
}

type Walk = {
  facts: Facts
  expected: Expected
  holdings: Holdings
  /** What each customer had since the last settled moment, which was `from`. */
  open: Map<string, Version[]>
  from: number
  wasSettled: boolean
}

function hear(walk: Walk, event: Told): void {
  const { holdings, open, expected, from } = walk
  const customer = holdings.take(event)
  if (customer === null) return
  const holding = holdings.of(customer)
  const versions = open.get(customer) ?? []
  if (holding === null) {
    expected.windows.push({ from, to: Infinity, versions })
    open.delete(customer)
    return
  }
  open.set(customer, [...versions, { at: event.created, holding }])
  allow(walk, standing(walk, holding, event.created), event.created)
}

/** What the jobs may have seen, and at a settled moment what they must have. */
function lookAround(walk: Walk, now: number, settled: boolean): void {
  const { open, expected, from, wasSettled } = walk
  lookAtGiven(walk, now, settled)
  for (const [customer, versions] of open) {
    for (const { holding } of versions) {
      allow(walk, notices(walk, holding, now), now)
      if (versions.length > 1) allow(walk, standing(walk, holding, now), now)
    }
    if (!settled) continue
    const [base] = versions
    const last = versions.at(-1)
    if (!base || !last) continue
    if (versions.length > 1) {
      expected.windows.push({ from, to: now, versions })
      demand(walk, standing(walk, last.holding, now, base.holding), now)
      demandChanges(walk, versions, base.holding, last.holding, now)
    } else if (wasSettled) demand(walk, notices(walk, last.holding, now), now)
    open.set(customer, [{ at: now, holding: last.holding }])
  }
  walk.wasSettled = settled
  if (settled) walk.from = now
}

/** A subscription that did not run in between may have been held then, and nothing was said of it. */
function demandChanges(
  { expected, from }: Walk,
  versions: readonly Version[],
  base: Holding,
  last: Holding,
  to: number,
): void {
  for (const { kind, subscription } of expected.between(base, last, to))
    if (versions.every(({ holding }) => tells(holding, subscription)))
      expected.changes.push({ kind, subscription, from, to })
}

function lookAtGiven(walk: Walk, now: number, settled: boolean): void {
  const { facts, open, wasSettled } = walk
  const moment = new Date(now * 1000)
  const given = facts.given.filter(({ startsAt, endsAt }) => startsAt <= moment && moment < endsAt)
  const byEmail = new Map([...open.values()].map((all) => [all[0]?.holding.email, all]))
  for (const grant of given) {
    const told: Reason = [
      `access_given:${grant.id}`,
      sayingOf(grant.email, [grant.endsAt.toISOString()]),
    ]
    allow(walk, [told], grant.startsAt.getTime() / 1000)
    if (settled) demand(walk, [told], now)
    const theirs = byEmail.get(grant.email) ?? []
    const reasons = (bought: Bought) => {
      const others = given.filter(({ readerId }) => readerId === grant.readerId)
      return givenReasons(grant, now, mayRead(bought, others, facts.product, grant.endsAt))
    }
    const seen =
      theirs.length > 0 ? theirs.map(({ holding }) => boughtIn(walk, holding)) : [nothing]
    for (const bought of seen) allow(walk, reasons(bought), now)
    if (settled && wasSettled && theirs.every(({ at }) => at <= walk.from))
      for (const bought of seen) demand(walk, reasons(bought), now)
  }
}

const nothing: Bought = { subscriptions: [], invoices: [], disputes: [] }

function boughtIn({ facts }: Walk, { subscriptions, invoices, disputes }: Holding): Bought {
  return {
    subscriptions: [...subscriptions.values()],
    invoices: [...invoices.values()],
    disputes: [...disputes.values()].map(({ id, status }) => ({
      status,
      subscription: facts.disputed.get(id) ?? '',
    })),
  }
}

function settingOf(walk: Walk): Setting {
  const { product, given } = walk.facts
  return {
    product,
    discount: walk.holdings.discount,
    toldEnd: (holding, now) => {
      const theirs = given.filter(({ email }) => email === holding.email)
      return toldEnd(boughtIn(walk, holding), theirs, product, new Date(now * 1000))
    },
  }
}

/** With `base`, what was held before, only such news of disputes as are news then. */
function* standing(walk: Walk, holding: Holding, now: number, base?: Holding): Iterable<Reason> {
  yield* standingReasons(holding, now, settingOf(walk))
  for (const dispute of holding.disputes.values()) {
    const news = disputeNews(base?.disputes.get(dispute.id), dispute, base ? now : dispute.created)
    if (news === null) continue
    for (const [member, address] of walk.facts.staff)
      yield [`${news.key}:${member}`, sayingOfDispute(address, holding.email, dispute)]
  }
}

function notices(walk: Walk, holding: Holding, now: number): Iterable<Reason> {
  return noticeReasons(holding, now, { ...settingOf(walk), card: walk.holdings.card })
}

function allow({ expected: { may } }: Walk, reasons: Iterable<Reason>, since: number): void {
  for (const [key, says] of reasons) {
    const sayings = may.get(key) ?? new Map<Says, number>()
    if (!sayings.has(says)) may.set(key, sayings.set(says, since))
  }
}

function demand(walk: Walk, reasons: Iterable<Reason>, since: number): void {
  const { must } = walk.expected
  for (const [key, says] of reasons) {
    allow(walk, [[key, says]], since)
    if (!must.has(key)) must.set(key, since)
  }
}
