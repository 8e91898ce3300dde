import { formatDay } from '#lib/format.ts'
import type { OwnAccount } from './own-account.ts'

/** What a reader should know on whatever page they are: one line, and one way to mend it. */
export type Banner = {
  kind: 'payment_failed' | 'payment_overdue' | 'unpaid' | 'incomplete' | 'card_expires'
  text: string
  href: string
  action: string
  /** Whether it can be put away for as long as the browser is open. A failed payment cannot. */
  dismissible: boolean
}

/** Where every failed payment is mended. */
const PAY = '/account/pay'

/** The banner for what somebody has, or null when nothing is the matter. Pure. */
export function bannerFor({ subscription, card }: OwnAccount): Banner | null {
  if (!subscription) return null
  const { reason, sentence, nextPayment } = subscription
  if (reason === 'payment_failed' || reason === 'payment_overdue' || reason === 'unpaid')
    return { kind: reason, text: sentence, href: PAY, action: 'Pay now', dismissible: false }
  const mild = { href: PAY, dismissible: true }
  if (reason === 'incomplete')
    return { kind: reason, text: sentence, action: 'Finish your payment', ...mild }
  if (!card?.expiresTooSoon || !nextPayment) return null
  return {
    kind: 'card_expires',
    text: `Your card ending ${card.last4} expires before your next payment on ${formatDay(nextPayment.at)}.`,
    action: 'Update your card',
    ...mild,
  }
}
