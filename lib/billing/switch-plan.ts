import type { AppDatabase, AppTransaction } from '#db/client.ts'
import { holdAlone } from '#db/queries/billing.ts'
import { MINUTE, SECOND } from '#lib/clock.ts'
import { log } from '#lib/log.ts'
import { demand, type StripeGateway } from './gateway.ts'
import { isOutage } from './outage.ts'
import type { SellablePlan } from './our-plan.ts'
import { syncCustomer } from './sync.ts'
import { askForPreview, priceTag, prorationAsOf, type SwitchPreview } from './switch-preview.ts'
import { type Current, payAddress, readSwitchable, type Switchable } from './switchable.ts'
import { within } from './within.ts'

type Setting = { stripe: StripeGateway; priceId: string; now: Date }
type NotReady = Exclude<Switchable, { kind: 'ready' }>

/** What a reader is shown before they change their plan. */
export type SwitchOffer =
  | NotReady
  | { kind: 'ready'; current: Current; options: SellablePlan[]; preview: SwitchPreview | null }
  | { kind: 'unavailable' }

/** What came of changing the plan. */
export type SwitchOutcome =
  | NotReady
  /** It is changed, now or by an earlier click. */
  | { kind: 'switched' }
  /** Not a plan that this subscription can change to. */
  | { kind: 'unknown_plan' }
  /** The preview is too old, or would say something else now: it has to be shown again. */
  | { kind: 'outdated' }
  /** Nothing was changed or charged. */
  | { kind: 'unavailable' }
  /** It was asked for, and no answer came: it may be changed or not. Asking again does it once. */
  | { kind: 'unsettled' }

/** What the reader confirms: a plan, as of when it was previewed, and what the preview said. */
type Confirmation = { plan: string; at: Date; shown: string }

/** How long a preview can be confirmed. */
const VALID = 10 * MINUTE

const PATIENCE = 12 * SECOND

/**
 * What the reader's subscription is, which plans it can change to, and what changing to `planId` costs
 * now and later (null: the plan there is a choice of only one). Read from Stripe under the reader's
 * and the customer's lock; nothing is changed.
 */
export async function previewSwitch(
  db: AppDatabase,
  readerId: string,
  planId: string | null,
  setting: Setting,
): Promise<SwitchOffer> {
  return alone(db, readerId, async (tx) => {
    const found = await readSwitchable(tx, readerId, setting)
    if (found.kind !== 'ready') return found
    const { options, current } = found
    const [only, another] = options
    const wanted = planId === null && !another ? only : options.find((one) => isOf(one, planId))
    const preview = wanted
      ? await askForPreview(setting.stripe, current, wanted, wholeSecond(setting.now))
      : null
    return { ...found, preview }
  })
}

const isOf = ({ plan }: SellablePlan, planId: string | null) => plan.id === planId

/** Stripe prorates by the second. */
const wholeSecond = (moment: Date) => new Date(Math.floor(moment.getTime() / SECOND) * SECOND)

/**
 * Changes the plan of the reader's subscription, exactly as it was previewed: the same moment is
 * prorated, and what was shown is compared with a fresh preview before anything is charged. If the
 * card fails or the bank asks, the subscription stays as it is and the change waits for its payment.
 * Under the reader's and the customer's lock; sent twice, it is done once.
 */
export async function switchPlan(
  db: AppDatabase,
  readerId: string,
  confirmed: Confirmation,
  setting: Setting,
): Promise<SwitchOutcome> {
  const progress: Progress = { sent: false, outcome: null }
  const outcome = await alone(db, readerId, async (tx) =>
    change(tx, readerId, confirmed, setting, progress),
  )
  if (outcome.kind !== 'unavailable' || !progress.sent) return outcome
  // Answered, and then the copy could not be written: the webhook of the change mends that.
  return progress.outcome ?? { kind: 'unsettled' }
}

/** How far a change had come when it broke off. */
type Progress = { sent: boolean; outcome: SwitchOutcome | null }

async function change(
  tx: AppTransaction,
  readerId: string,
  { plan, at, shown }: Confirmation,
  setting: Setting,
  progress: Progress,
): Promise<SwitchOutcome> {
  const found = await readSwitchable(tx, readerId, setting)
  if (found.kind !== 'ready') return found
  const { current, options } = found
  if (current.plan?.id === plan) return { kind: 'switched' }
  const offer = options.find((one) => isOf(one, plan))
  if (!offer) return { kind: 'unknown_plan' }
  const age = setting.now.getTime() - at.getTime()
  // Another instance's clock may be a little ahead.
  if (!(age < VALID && age > -MINUTE)) return { kind: 'outdated' }
  const fresh = await askForPreview(setting.stripe, current, offer, at)
  if (priceTag(fresh) !== shown) return { kind: 'outdated' }
  progress.sent = true
  const outcome = await send(setting.stripe, current, offer, at)
  progress.outcome = outcome
  await syncCustomer(tx, current.customerId, setting)
  return outcome
}

async function send(
  { client }: StripeGateway,
  current: Current,
  offer: SellablePlan,
  at: Date,
): Promise<SwitchOutcome> {
  const { subscriptionId, itemId } = current
  const proration = prorationAsOf(at)
  const subscription = await demand('subscription', () =>
    client.subscriptions.update(
      subscriptionId,
      {
        items: [{ id: itemId, price: offer.priceId }],
        ...proration,
        payment_behavior: 'pending_if_incomplete',
        expand: ['latest_invoice'],
      },
      {
        idempotencyKey: `switch ${subscriptionId} ${current.priceId} ${offer.priceId} ${proration.proration_date}`,
      },
    ),
  )
  const { pending_update: pending } = subscription
  if (!pending) return { kind: 'switched' }
  return {
    kind: 'awaits_payment',
    url: payAddress(subscription),
    until: new Date(pending.expires_at * SECOND),
  }
}

/** Does `work` while nobody else does anything for this reader; an outage is `unavailable`. */
async function alone<T>(
  db: AppDatabase,
  readerId: string,
  work: (tx: AppTransaction) => Promise<T>,
): Promise<T | { kind: 'unavailable' }> {
  try {
    return await within(
      PATIENCE,
      db.transaction(async (tx) => {
        await holdAlone(tx, `reader ${readerId}`, 8 * SECOND)
        return work(tx)
      }),
    )
  } catch (error) {
    if (!isOutage(error)) throw error
    log().error({ err: error }, 'a change of plan broke off')
    return { kind: 'unavailable' }
  }
}
