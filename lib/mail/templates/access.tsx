import { formatMoment } from '#lib/format.ts'
import { publication } from '#lib/publication.ts'
import type { Message } from '../message.ts'
import { Action, Frame, Paragraph } from './frame.tsx'

type Props<K extends Message['kind']> = { message: Extract<Message, { kind: K }>; site: URL }

const why = `You receive this because you have an account at ${publication.name}.`

/** Sent when staff give somebody access. */
export function AccessGiven({ message, site }: Props<'access_given'>) {
  const until = formatMoment(new Date(message.until))
  return (
    <Frame preview={`You can read everything until ${until}.`} why={why}>
      <Paragraph>
        With our compliments: you can read every article to its end until {until}. There is nothing
        to pay, and it ends by itself.
      </Paragraph>
      <Action href={site.href}>Start reading</Action>
    </Frame>
  )
}

/** Sent a week before access that was given ends, to somebody who has no other. */
export function AccessEnding({ message, site }: Props<'access_ending'>) {
  const end = formatMoment(new Date(message.endsAt))
  return (
    <Frame preview={`You can read everything until ${end}.`} why={why}>
      <Paragraph>
        {message.gift ? 'Your gift subscription' : 'The access we gave you'} ends on {end}. Nothing
        is charged. If you would like to read on after that, you can subscribe at any time.
      </Paragraph>
      <Action href={new URL('/subscribe', site).href}>Subscribe</Action>
    </Frame>
  )
}
