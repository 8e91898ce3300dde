/** The customer portal: what its configuration offers, and flows that are about one thing. */
import type { Stripe } from 'stripe'
import { html, type Markup } from '../../html.ts'
import { type Answer, type Asked, sendTo } from '../exchange.ts'
import { ApiError } from '../kernel/api-error.ts'
import { idOf } from '../kernel/reference.ts'
import { need, type World } from '../kernel/world.ts'
import { changeSubscription, scheduleEnd } from '../life/subscriptions.ts'
import type { LocalStripe } from '../local-stripe.ts'
import type { Configuration } from '../objects/portal.ts'
import { sorry } from './layout.ts'
import { cancelPage, cancelSubscription } from './portal-cancel.ts'
import { cardPage, challengeFor, finishChallenge, takeCard } from './portal-card.ts'
import { emptyCard } from './card-form.ts'
import { detailsPage, takeDetails } from './portal-details.ts'
import { finished, finishedPage } from './portal-flow.ts'
import { portalHome } from './portal-home.ts'
import { confirmPage, takeUpdate, updatePage } from './portal-update.ts'

/** A link opens for an hour of real time, whatever the time is in here. */
const LINK_SECONDS = 3600

export type Portal = {
  world: World
  /** The address of its first page. */
  home: string
  customer: Stripe.Customer
  configuration: Configuration
  flow: Stripe.BillingPortal.Session['flow']
  returnUrl: string | null
}

/** `/p/session/TOKEN` and what is below it. */
export function answerPortal(
  local: LocalStripe,
  asked: Asked,
  token: string,
  step: string,
): Answer {
  const { world } = local
  const portal = open(world, token)
  if (!portal)
    return sorry(
      'This link has expired',
      'Go back to the site and open the customer portal from there again.',
      null,
      410,
    )
  try {
    const answer = world.store.transaction(() => act(portal, asked, step))
    local.courier.wake()
    return answer
  } catch (problem) {
    if (!(problem instanceof ApiError)) throw problem
    return sorry('This did not work', problem.message, back(portal), 422)
  }
}

function open(world: World, token: string): Portal | null {
  const link = world.store.get('portal_link', token)
  if (!link || world.wall() - link.madeAt > LINK_SECONDS) return null
  const session = world.store.get('billing_portal.session', link.session)
  const customer = session && world.store.get('customer', session.customer)
  if (!session || !customer) return null
  return {
    world,
    home: `/p/session/${token}`,
    customer,
    configuration: need(world, 'billing_portal.configuration', idOf(session.configuration) ?? ''),
    flow: session.flow,
    returnUrl: session.return_url,
  }
}

function act(portal: Portal, asked: Asked, step: string): Answer {
  const posted = asked.method === 'POST'
  const [name = '', id] = step.split('/')
  if (!isOffered(portal, name)) return notHere(portal)
  switch (name) {
    case '':
      return portalHome(portal, asked.url.searchParams.get('done'))
    case 'flow':
      return sendTo(`${portal.home}/${flowStep(portal)}`)
    case 'done':
      return finishedPage(portal)
    case 'card':
      return posted ? takeCard(portal, asked) : cardPage(portal, emptyCard)
    case 'authenticate':
      return posted ? finishChallenge(portal, asked, id ?? '') : challengeFor(portal, id ?? '')
    case 'details':
      return posted ? takeDetails(portal, asked) : detailsPage(portal)
    default:
      return actOn(portal, asked, name, id)
  }
}

/** What is about one subscription. */
function actOn(portal: Portal, asked: Asked, name: string, id: string | undefined): Answer {
  const posted = asked.method === 'POST'
  return withSubscription(portal, id, (one) => {
    switch (name) {
      case 'cancel':
        return posted ? cancelSubscription(portal, one, asked) : cancelPage(portal, one)
      case 'resume':
        return posted ? resume(portal, one) : sendTo(portal.home)
      case 'update':
        if (posted) return takeUpdate(portal, one, asked)
        return asked.url.searchParams.has('price')
          ? confirmPage(portal, one, asked)
          : updatePage(portal, one)
      default:
        return notHere(portal)
    }
  })
}

/** What is switched off is not there, neither to see nor to send forms to. */
function isOffered({ configuration: { features }, flow }: Portal, name: string): boolean {
  switch (name) {
    case 'card':
    case 'authenticate':
      return features.payment_method_update.enabled
    case 'details':
      return features.customer_update.enabled
    case 'cancel':
    case 'resume':
      return features.subscription_cancel.enabled
    case 'update':
      return features.subscription_update.enabled
    case 'flow':
    case 'done':
      return flow !== null
    default:
      return true
  }
}

function flowStep({ flow }: Portal): string {
  const cancel = flow?.subscription_cancel?.subscription
  if (cancel !== undefined) return `cancel/${cancel}`
  const update = flow?.subscription_update?.subscription
  return update === undefined ? 'card' : `update/${update}`
}

function notHere(portal: Portal): Answer {
  return sorry('Not here', 'There is nothing at this address.', back(portal))
}

function back({ home }: Portal): Markup {
  return html`<p><a href="${home}">Back to your subscription</a></p>`
}

/** Only a running subscription of the portal's own customer. */
function withSubscription(
  portal: Portal,
  id: string | undefined,
  then: (subscription: Stripe.Subscription) => Answer,
): Answer {
  const found = portal.world.store.get('subscription', id ?? '')
  if (!found || idOf(found.customer) !== portal.customer.id || found.ended_at !== null)
    return sorry('No such subscription', 'It is not yours, or it has ended.', back(portal))
  return then(found)
}

function resume(portal: Portal, subscription: Stripe.Subscription): Answer {
  const { world } = portal
  changeSubscription(world, subscription, scheduleEnd(world, subscription, null))
  return finished(portal, 'renewed')
}
