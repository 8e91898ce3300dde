import { formatMoment, formatMoney, publication } from '#lib/publication.ts'
import type { Message } from '../message.ts'
import { Action, Frame, Paragraph } from './frame.tsx'

type Props<K extends Message['kind']> = { message: Extract<Message, { kind: K }>; site: URL }

const why = `You receive this because you look after the readers of ${publication.name}.`

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
