import { formatDay, formatMoney } from '#lib/format.ts'
import { publication } from '#lib/publication.ts'
import type { Message } from '../message.ts'
import { Action, Frame, Paragraph } from './frame.tsx'
import { nextPrice } from './next-price.ts'
import { Link } from './link.tsx'

type Props<K extends Message['kind']> = { message: Extract<Message, { kind: K }>; site: URL }

const why = `You receive this because you subscribe to ${publication.name}.`
const to = (site: URL, path: string) => new URL(path, site).href
const day = (moment: string) => formatDay(new Date(moment))
const brands: Record<string, string> = {
  amex: 'American Express',
  diners: 'Diners Club',
  discover: 'Discover',
  jcb: 'JCB',
  mastercard: 'Mastercard',
  unionpay: 'UnionPay',
  visa: 'Visa',
}

/** Sent on the fifth and on the eleventh day after a payment failed, while it is still unpaid. */
export function PaymentReminder({ message, site }: Props<'payment_reminder'>) {
  const amount = formatMoney(message.amount, message.currency)
  const isLast = message.which === 'last'
  return (
    <Frame preview={`Your payment of ${amount} is still open.`} why={why}>
      <Paragraph>
        Your payment of {amount} is still open. Paying it, or another card, takes a minute.
      </Paragraph>
      <Action href={to(site, '/account/pay')}>Pay now</Action>
      <Paragraph>
        You can read everything until {day(message.readsUntil)}; after that your subscription rests
        until it is paid.{isLast ? ' This is the last reminder.' : ''}
      </Paragraph>
      <Paragraph>
        If you would rather stop, <Link href={to(site, '/account/cancel')}>cancel here</Link>.
      </Paragraph>
    </Frame>
  )
}

/** Sent thirty days before a subscription by the year renews. */
export function RenewalNotice({ message, site }: Props<'renewal_notice'>) {
  const amount = nextPrice(message)
  return (
    <Frame preview={`It renews for another year, for ${amount}.`} why={why}>
      <Paragraph>
        Your subscription renews on {day(message.renewsAt)} for another year. We will then charge{' '}
        {amount}
        {message.card ? ` to your card (${message.card})` : ''}, less any credit you have with us.
      </Paragraph>
      <Paragraph>
        There is nothing to do if you want to read on. If not,{' '}
        <Link href={to(site, '/account/cancel')}>cancel before that day</Link> and nothing is
        charged.
      </Paragraph>
      <Action href={to(site, '/account')}>Your account</Action>
    </Frame>
  )
}

/** Sent a week before a trial ends, or halfway through a short one. */
export function TrialEnding({ message, site }: Props<'trial_ending'>) {
  const list = `${formatMoney(message.amount, message.currency)} a ${message.interval}`
  const price =
    typeof message.discounted === 'number'
      ? `${list} (the first payment is ${formatMoney(message.discounted, message.currency)})`
      : list
  return (
    <Frame preview={`Your trial ends on ${day(message.endsAt)}.`} why={why}>
      {message.hasCard ? (
        <Paragraph>
          Your trial ends on {day(message.endsAt)}. Your subscription begins then, for {price}. If
          you would rather not,{' '}
          <Link href={to(site, '/account/cancel')}>cancel before that day</Link> and nothing is
          charged.
        </Paragraph>
      ) : (
        <Paragraph>
          Your trial ends on {day(message.endsAt)}. To read on after it, for {price}, add a card on
          your account page. Without one it simply ends.
        </Paragraph>
      )}
      <Action href={to(site, '/account')}>Your account</Action>
    </Frame>
  )
}

/** Sent once for each card, a month before it expires. */
export function CardExpiring({ message, site }: Props<'card_expiring'>) {
  const card = `${brands[message.brand] ?? message.brand} ending ${message.last4}`
  const month = `${String(message.month).padStart(2, '0')}/${message.year}`
  return (
    <Frame preview={`${card} expires ${month}.`} why={why}>
      <Paragraph>
        The card you pay with ({card}) expires at the end of {month}. If your bank has sent you a
        new one, please tell us before your subscription renews.
      </Paragraph>
      <Action href={to(site, '/account/pay')}>Update your card</Action>
      <Paragraph>
        Some banks pass the new card on by themselves; then there is nothing to do.
      </Paragraph>
    </Frame>
  )
}

/** Sent to each subscriber whose price will change, before it does. */
export function PriceChange({ message, site }: Props<'price_change'>) {
  const before = formatMoney(message.before, message.currency)
  const after = formatMoney(message.amount, message.currency)
  return (
    <Frame preview={`From ${before} to ${after} a ${message.interval}.`} why={why}>
      <Paragraph>
        From {day(message.effectiveAt)} your subscription costs {after} a {message.interval} instead
        of {before}. The new price counts from your first renewal on or after that day; what you
        have paid for already does not change.
      </Paragraph>
      <Paragraph>
        If you do not want to go on at that price, you can{' '}
        <Link href={to(site, '/account/cancel')}>cancel</Link> at any time before, and read to the
        end of what you have paid for.
      </Paragraph>
      <Action href={to(site, '/account')}>Your account</Action>
    </Frame>
  )
}
