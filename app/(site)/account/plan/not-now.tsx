import type { ReactNode } from 'react'
import type { SwitchOffer } from '#lib/billing/switch-plan.ts'
import type { Obstacle } from '#lib/billing/switchable.ts'
import { formatMoment } from '#lib/format.ts'
import { publication } from '#lib/publication.ts'

type Other = Exclude<SwitchOffer, { kind: 'ready' }>

const obstacles: Record<Obstacle, string> = {
  payment_failed:
    'Your last payment failed. Please update your card first; then you can change your plan.',
  unpaid: 'There is an unpaid invoice. Please pay it first; then you can change your plan.',
  incomplete: 'Your first payment is not finished yet. Once it is, you can change your plan.',
  ends: 'Your subscription is going to end, as you asked. If you would rather go on with another plan, resume it first.',
  paused: 'Your subscription is paused. Resume it first; then you can change your plan.',
  disputed:
    'A payment of yours is being disputed with your bank. While that lasts, nothing can be changed.',
  several:
    'Two subscriptions are running. Please write to us: we end one of them and give back what was paid twice.',
  by_hand:
    'Your subscription was arranged with us by hand. Please write to us, and we change it for you.',
}

const byMail = new Set<Obstacle>(['disputed', 'several', 'by_hand'])

/** Why the plan cannot be changed at this moment, and what to do. */
export function NotNow({ offer }: { offer: Other }) {
  switch (offer.kind) {
    case 'none':
      return (
        <Said text="You have no subscription whose plan could change.">
          <a href="/subscribe" className="button">
            See the plans
          </a>
        </Said>
      )
    case 'unavailable':
      return (
        <Said text="Our payment provider does not answer just now, so we cannot tell what a change would cost. Your subscription is not touched by that.">
          <a href="/account/plan" className="button">
            Try again
          </a>
        </Said>
      )
    case 'awaits_payment':
      return (
        <Said
          text={`Your change of plan waits for its payment: your card was declined, or your bank wants you to confirm. Until it is paid your subscription stays as it is. If it is not paid by ${formatMoment(offer.until)}, the change is dropped, and nothing is charged.`}
        >
          {offer.url && (
            <a href={offer.url} rel="noopener" className="button">
              Pay or confirm on Stripe’s page
            </a>
          )}
        </Said>
      )
    case 'not_now':
      return (
        <Said text={obstacles[offer.why]}>
          {byMail.has(offer.why) ? (
            <a href={`mailto:${publication.contactEmail}`} className="button">
              Write to {publication.contactEmail}
            </a>
          ) : (
            <a href="/account" className="button">
              Your account
            </a>
          )}
        </Said>
      )
  }
}

function Said({ text, children }: { text: string; children: ReactNode }) {
  return (
    <>
      <p className="font-serif text-lg leading-snug">{text}</p>
      <p className="mt-6 flex flex-wrap gap-3">{children}</p>
    </>
  )
}
