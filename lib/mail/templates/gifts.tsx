import { deriveToken } from '#lib/derived-token.ts'
import { publication } from '#lib/publication.ts'
import type { Message } from '../message.ts'
import { Action, Frame, Paragraph } from './frame.tsx'
import { Link } from './link.tsx'

type Props<K extends Message['kind']> = { message: Extract<Message, { kind: K }>; site: URL }

/** The code is made here, when the mail is sent: no row of the database holds it. */
function addressToRedeem(site: URL, giftId: string): string {
  const query = new URLSearchParams({ code: deriveToken('gift', giftId) })
  return new URL(`/gift/redeem?${query}`, site).href
}

/** Sent to whom a gift is for, on the day that the giver chose. */
export function Gift({ message, site }: Props<'gift'>) {
  const { months, giver, recipient, note } = message
  return (
    <Frame
      preview={`${giver} gives you ${months} months of reading.`}
      why={`You receive this because ${giver} bought a gift for this address.`}
    >
      <Paragraph>
        {recipient ? `${recipient}, ` : ''}
        {giver} gives you {months} months of {publication.name}: every article to its end. Nothing
        has to be paid, and it ends by itself.
      </Paragraph>
      {note ? <Paragraph>“{note}”</Paragraph> : null}
      <Action href={addressToRedeem(site, message.giftId)}>Unwrap it</Action>
      <Paragraph>
        You choose when the months begin; there is no last day to redeem it. The link works once,
        for whoever holds it.
      </Paragraph>
    </Frame>
  )
}

/** Sent to whoever bought a gift, when it is delivered or theirs to hand over. */
export function GiftBought({ message, site }: Props<'gift_bought'>) {
  const { months, recipient } = message
  const gifts = new URL('/gift', site).href
  return (
    <Frame
      preview={recipient ? `It was sent to ${recipient}.` : 'Hand it over whenever you like.'}
      why={`You receive this because you bought a gift at ${publication.name}.`}
    >
      {recipient ? (
        <Paragraph>
          Your gift of {months} months was sent to {recipient} just now. If the mail does not
          arrive, you can pass the link on yourself: it is on <Link href={gifts}>your gifts</Link>.
        </Paragraph>
      ) : (
        <>
          <Paragraph>
            Your gift of {months} months is ready. Whoever opens this link first can redeem it: pass
            it on, or print it.
          </Paragraph>
          <Action href={addressToRedeem(site, message.giftId)}>The gift’s link</Action>
          <Paragraph>
            You find it again on <Link href={gifts}>your gifts</Link>.
          </Paragraph>
        </>
      )}
    </Frame>
  )
}
