import { formatDay, formatMoment, formatMoney } from '#lib/format.ts'
import { publication } from '#lib/publication.ts'
import type { Message } from '../message.ts'
import { Action, Frame, Paragraph } from './frame.tsx'
import { nextPrice } from './next-price.ts'
import { WithdrawLink } from './withdraw-link.tsx'
import { Link } from './link.tsx'

type Props<K extends Message['kind']> = { message: Extract<Message, { kind: K }>; site: URL }

const why = `You receive this because you subscribe to ${publication.name}.`
const account = (site: URL) => new URL('/account', site).href
const day = (moment: string) => formatDay(new Date(moment))

/** Sent once for each subscription, when it begins to give access. */
export function Welcome({ message, site }: Props<'welcome'>) {
  const price = formatMoney(message.amount, message.currency)
  return (
    <Frame preview="Every article is open to you now." why={why}>
      <Paragraph>
        Thank you for subscribing. Every article is open to you now, to its end.
      </Paragraph>
      <Action href={site.href}>Start reading</Action>
      <Paragraph>
        {message.renewsAt
          ? `Your subscription renews on ${day(message.renewsAt)} for ${nextPrice(message)}.`
          : `Your subscription costs ${price} a month.`}{' '}
        You can cancel at any time on <Link href={account(site)}>your account page</Link>, and read
        on until the end of the month you paid for.
      </Paragraph>
      <WithdrawLink
        contract={message.contract}
        at={message.contract?.concludedAt ?? ''}
        site={site}
      />
    </Frame>
  )
}

/** Sent once for each paid invoice. */
export function Receipt({ message, site }: Props<'receipt'>) {
  return (
    <Frame preview={`We received ${formatMoney(message.amount, message.currency)}.`} why={why}>
      <Paragraph>
        We received {formatMoney(message.amount, message.currency)} (
        {message.currency.toUpperCase()}) on {formatMoment(new Date(message.paidAt))}
        {message.number ? ` for invoice ${message.number}` : ''}.
      </Paragraph>
      <Paragraph>
        It pays for the time from {day(message.periodStart)} to {day(message.periodEnd)}.
      </Paragraph>
      {message.invoiceUrl ? <Action href={message.invoiceUrl}>View the invoice</Action> : null}
      <Paragraph>
        All your invoices are on <Link href={account(site)}>your account page</Link>.
      </Paragraph>
      <WithdrawLink contract={message.contract} at={message.paidAt} site={site} />
    </Frame>
  )
}

/** Sent once for each invoice that could not be collected. */
export function PaymentFailed({ message, site }: Props<'payment_failed'>) {
  return (
    <Frame preview="Please check your card. You can read on meanwhile." why={why}>
      <Paragraph>
        Your payment of {formatMoney(message.amount, message.currency)} did not go through. That
        happens: a card expires, or a bank says no for a day.
      </Paragraph>
      <Action href={new URL('/account/pay', site).href}>Pay now</Action>
      <Paragraph>
        {message.nextAttemptAt ? `We will try again on ${day(message.nextAttemptAt)}. ` : ''}
        {message.readsUntil ? `You can read everything until ${day(message.readsUntil)}.` : ''}
      </Paragraph>
    </Frame>
  )
}

/** Sent at once when a subscription is scheduled to end. */
export function EndsOn({ message, site }: Props<'ends_on'>) {
  return (
    <Frame preview={`You can read everything until ${day(message.endsAt)}.`} why={why}>
      <Paragraph>
        As you asked, your subscription ends on {formatMoment(new Date(message.endsAt))}. Until then
        you can read everything. You will not be charged again.
      </Paragraph>
      <Paragraph>
        If you change your mind before that, resume it on your account page; nothing is lost.
      </Paragraph>
      <Action href={account(site)}>Your account</Action>
    </Frame>
  )
}
