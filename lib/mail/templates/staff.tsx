import { formatMoment, formatMoney } from '#lib/format.ts'
import { publication } from '#lib/publication.ts'
import type { Message } from '../message.ts'
import { Action, Frame, Paragraph } from './frame.tsx'

type Props<K extends Message['kind']> = { message: Extract<Message, { kind: K }>; site: URL }

const why = `You receive this because you look after the readers of ${publication.name}.`

const adminWhy = `You receive this because you are an admin of ${publication.name}.`

const happened = {
  opened: 'disputes a payment with their bank. Their access is suspended until the bank decides.',
  won: 'disputed a payment, and the bank decided for us. Their access is restored.',
  lost: 'disputed a payment, and the bank gave it back to them. Their subscription is ended.',
}

/** Sent to support and admins when a dispute is opened, and when the bank has decided. */
export function StaffDispute({ message, site }: Props<'staff_dispute'>) {
  const amount = formatMoney(message.amount, message.currency)
  const due = message.evidenceDueAt && formatMoment(new Date(message.evidenceDueAt))
  return (
    <Frame preview={`${message.reader}, ${amount}`} why={why}>
      <Paragraph>
        {message.reader} {happened[message.state]}
      </Paragraph>
      <Paragraph>
        It is about {amount} ({message.currency.toUpperCase()}); the reason given is “
        {message.reason.replaceAll('_', ' ')}”.
        {message.state === 'opened' && due
          ? ` Evidence is taken in the Stripe Dashboard until ${due}.`
          : ''}
      </Paragraph>
      <Action href={new URL(`/newsroom/readers/${message.readerId}`, site).href}>
        Open the reader
      </Action>
    </Frame>
  )
}

/** Sent to admins when events were given up after ten attempts, at most once an hour. */
export function StaffDeadLetter({ message, site }: Props<'staff_dead_letter'>) {
  const { count } = message
  return (
    <Frame preview={`${message.type}: ${message.error}`} why={adminWhy}>
      <Paragraph>
        {count === 1 ? 'An event of Stripe’s' : `${count} events of Stripe’s`} could not be
        processed in ten attempts over a day. What {count === 1 ? 'it tells' : 'they tell'} of is
        missing here until somebody looks.
      </Paragraph>
      <Paragraph>
        {count === 1 ? 'It' : 'The newest'} came on {formatMoment(new Date(message.receivedAt))}:{' '}
        {message.type}, {message.event}. The last attempt failed with “{message.error}”.
      </Paragraph>
      <Paragraph>
        When the cause is gone, replay {count === 1 ? 'it' : 'them'}. That is safe at any time.
      </Paragraph>
      <Action href={new URL('/newsroom/billing', site).href}>Open billing in the newsroom</Action>
    </Frame>
  )
}

/** Sent to admins when something odd begins: once, however long it lasts. */
export function StaffOddity({ message, site }: Props<'staff_oddity'>) {
  return (
    <Frame preview={message.problem} why={adminWhy}>
      <Paragraph>{message.problem}</Paragraph>
      <Paragraph>
        This mail is sent once. The newsroom shows it for as long as it is so, and no longer.
      </Paragraph>
      <Action href={new URL('/newsroom/billing', site).href}>Open billing in the newsroom</Action>
    </Frame>
  )
}
