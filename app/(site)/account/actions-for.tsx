import { mainPlan } from '#lib/plans.ts'
import { publication } from '#lib/publication.ts'
import type { OwnAccount } from '#lib/readers/own-account.ts'
import type { OwnAction } from '#lib/readers/own-actions.ts'
import { Submit } from '../../parts/submit.client.tsx'
import { PortalForm } from './portal-form.client.tsx'
import { resume } from './resume-action.ts'

type Props = { account: OwnAccount; first: boolean }

/** What the reader can do about the state they are in, the most useful first. */
export function Actions({ account }: { account: OwnAccount }) {
  return (
    <div className="mt-6 flex flex-wrap items-start gap-3">
      {account.actions.map((action, at) => (
        <Action key={action} action={action} account={account} first={at === 0} />
      ))}
    </div>
  )
}

function Action({ action, account, first }: Props & { action: OwnAction }) {
  switch (action) {
    case 'subscribe':
      return (
        <Way href="/subscribe" main={!account.decision.granted}>
          Subscribe for {mainPlan.label}
        </Way>
      )
    case 'pay':
      return (
        <Way href="/account/pay" main>
          {account.subscription?.reason === 'incomplete' ? 'Finish your payment' : 'Pay now'}
        </Way>
      )
    case 'resume':
      return (
        <form action={resume}>
          <Submit pending="Resuming …">{resumeLabel(account)}</Submit>
        </form>
      )
    case 'change_plan':
      return <Way href="/account/plan">Change plan</Way>
    case 'change_card':
      return <PortalForm quiet flow="payment_method_update" label="Change card" />
    case 'pause':
      return <Way href="/account/pause">Pause</Way>
    case 'cancel':
      return <Way href="/account/cancel">Cancel subscription</Way>
    case 'write':
      return (
        <Way href={`mailto:${publication.contactEmail}`} main={first}>
          Write to us
        </Way>
      )
  }
}

function Way(props: { href: string; main?: boolean; children: string | string[] }) {
  return (
    <a href={props.href} className={`button ${props.main ? '' : 'button-quiet'}`}>
      {props.children}
    </a>
  )
}

/** In a pause that has begun a month is paid at once, which the button says before it is pressed. */
function resumeLabel({ subscription }: OwnAccount): string {
  const reason = subscription?.reason
  if (reason === 'pause_scheduled') return 'Do not pause'
  if (reason !== 'collection_paused' && reason !== 'paused') return 'Resume subscription'
  return subscription?.cost ? `Resume and pay ${subscription.cost} now` : 'Resume and pay now'
}
