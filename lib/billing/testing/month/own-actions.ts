/** What readers do about their subscription on our own account pages. */
import { goodCard } from '../../../../local/stripe/testing/start.ts'
import { cancelSubscription } from '../../cancel.ts'
import { whereToPay } from '../../pay.ts'
import { pauseSubscription } from '../../pause.ts'
import { resumeSubscription } from '../../resume.ts'
import { priceTag } from '../../switch-preview.ts'
import { previewSwitch, switchPlan } from '../../switch-plan.ts'
import { wishedEndOf } from './holdings.ts'
import { type Action, type Life } from './life.ts'
import { SITE } from './month.ts'
import { payOn } from './pay-on.ts'

type Setting = ReturnType<typeof settingOf>

function settingOf({ month }: Life) {
  const { interactive: stripe, shop, now } = month
  return { stripe, priceId: shop.monthly, siteUrl: SITE, now: now() }
}

/** Something done on our site, and how that went, by the kind of its outcome. */
const own = (
  name: string,
  weight: (life: Life) => number,
  act: (life: Life, setting: Setting) => Promise<{ kind: string }>,
): Action => ({
  name,
  weight: (life) => (life.siteIsUp ? weight(life) : 0),
  act: async (life) => {
    const { kind } = await life.product(() => act(life, settingOf(life)))
    life.month.tally.count(`${name}: ${kind}`)
  },
})

const owing: ReadonlySet<string> = new Set(['past_due', 'unpaid', 'incomplete'])
const runs = ({ live }: Life) => live?.status === 'active' || live?.status === 'trialing'
const stands = ({ live }: Life) =>
  live !== null &&
  (wishedEndOf(live) !== null || live.pause_collection !== null || live.status === 'paused')

/** Changes to whichever plan it is not on, if the preview offers one. */
async function switchOver({ month, person }: Life, setting: Setting): Promise<{ kind: string }> {
  const { app } = month.database
  const offer = await previewSwitch(app, person.id, null, setting)
  if (offer.kind !== 'ready' || offer.preview === null) return offer
  const [option] = offer.options
  if (!option) return offer
  return switchPlan(
    app,
    person.id,
    { plan: option.plan.id, at: setting.now, shown: priceTag(offer.preview) },
    setting,
  )
}

/** Everything readers do about their subscription on our site, with how often they do it. */
export const ownActions: Action[] = [
  own(
    'canceled on our site',
    (life) => (life.live !== null && !stands(life) ? 1 : 0),
    ({ month, person }, setting) =>
      cancelSubscription(
        month.database.app,
        person.id,
        { feedback: 'unused', comment: null },
        setting,
      ),
  ),
  own(
    'resumed on our site',
    (life) => (stands(life) ? 2 : 0),
    ({ month, person }, setting) => resumeSubscription(month.database.app, person.id, setting),
  ),
  own(
    'paused on our site',
    (life) => (runs(life) && !stands(life) ? 0.7 : 0),
    ({ month, person, random }, setting) =>
      pauseSubscription(month.database.app, person.id, random.pick([1, 2, 3]), setting),
  ),
  own(
    'changed the plan on our site',
    (life) => (runs(life) && !stands(life) ? 0.8 : 0),
    switchOver,
  ),
  own(
    'paid by the link on our site',
    ({ live }) => (live !== null && owing.has(live.status) ? 2 : 0),
    async ({ month, person }, setting) => {
      const outcome = await whereToPay(month.database.app, person.id, setting)
      if ('url' in outcome) await payOn(outcome.url, goodCard)
      return outcome
    },
  ),
]
