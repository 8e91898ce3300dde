import { formatDay } from '#lib/format.ts'
import { publication } from '#lib/publication.ts'
import type { Message } from '../message.ts'
import { Action, Frame, Paragraph } from './frame.tsx'
import { nextPrice } from './next-price.ts'
import { Link } from './link.tsx'

type Props<K extends Message['kind']> = { message: Extract<Message, { kind: K }>; site: URL }

const why = `You receive this because you have a subscription to ${publication.name}.`
const account = (site: URL) => new URL('/account', site).href
const day = (moment: string) => formatDay(new Date(moment))

/** Sent once when a subscription is paused. */
export function Paused({ message, site }: Props<'paused'>) {
  const { readsUntil, resumesAt } = message
  return (
    <Frame preview="Nothing is charged while it is paused." why={why}>
      <Paragraph>
        Your subscription is paused, and nothing is charged meanwhile.{' '}
        {readsUntil
          ? `You paid until ${day(readsUntil)}, so you can read everything until then.`
          : 'What is for subscribers is closed to you until it resumes.'}
      </Paragraph>
      <Paragraph>
        {resumesAt
          ? `It resumes by itself on ${day(resumesAt)}, with a payment on that day or soon after. `
          : 'It resumes when you say so. '}
        You can resume it sooner, or cancel it, at any time.
      </Paragraph>
      <Action href={account(site)}>Your account</Action>
    </Frame>
  )
}

/** Sent once when a pause is over, or a cancellation was taken back. */
export function Resumed({ message, site }: Props<'resumed'>) {
  return (
    <Frame preview="Every article is open to you." why={why}>
      <Paragraph>
        Your subscription goes on, and every article is open to you.
        {message.renewsAt
          ? ` It renews on ${day(message.renewsAt)} for ${nextPrice(message)}.`
          : ''}
      </Paragraph>
      <Action href={site.href}>Read on</Action>
      <Paragraph>
        You can pause or cancel it at any time on{' '}
        <Link href={account(site)}>your account page</Link>.
      </Paragraph>
    </Frame>
  )
}
