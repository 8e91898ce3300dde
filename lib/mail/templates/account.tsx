import type { ReactElement } from 'react'
import { formatMoment, formatSecond } from '#lib/format.ts'
import { publication } from '#lib/publication.ts'
import type { AccountMessage, EmailChangeMessage, EmailTakenMessage } from '../account-messages.ts'
import { Action, Frame, Paragraph } from './frame.tsx'
import { Link } from './link.tsx'

type Any = AccountMessage | EmailChangeMessage | EmailTakenMessage
type Props<K extends Any['kind']> = { message: Extract<Any, { kind: K }> }
type Site = { site: URL }

const at = (site: URL, path: string) => new URL(path, site).href
const moment = (iso: string) => formatMoment(new Date(iso))
const yours = `You receive this because of your account at ${publication.name}.`

/** The template of each message about an account. */
export function accountTemplate(message: Any, site: URL): ReactElement {
  switch (message.kind) {
    case 'email_change':
      return <EmailChange message={message} />
    case 'email_taken':
      return <EmailTaken site={site} />
    case 'email_change_asked':
      return <EmailChangeAsked message={message} site={site} />
    case 'email_changed':
      return <EmailChanged message={message} />
    case 'account_deleted':
      return <AccountDeleted message={message} />
    case 'withdrawal_receipt':
      return <WithdrawalReceipt message={message} />
    case 'staff_withdrawal':
      return <StaffWithdrawal message={message} site={site} />
  }
}

/** To the new address: the link that proves that its mail is received. */
function EmailChange({ message }: Props<'email_change'>) {
  return (
    <Frame
      preview={`The link is valid for ${message.minutes} minutes.`}
      why={`Somebody asked to use this address for an account at ${publication.name}. If that was not you, ignore this mail: nothing changes without it.`}
    >
      <Paragraph>
        The account of {message.oldEmail} is to use this address from now on. Open this page and
        confirm it there:
      </Paragraph>
      <Action href={message.link}>Confirm this address</Action>
      <Paragraph>
        The link works once, for {message.minutes} minutes. Afterwards you sign in with this
        address, and the old one opens nothing any more.
      </Paragraph>
    </Frame>
  )
}

/** To an address that is another account’s: nothing was changed, and why. */
function EmailTaken({ site }: Site) {
  return (
    <Frame
      preview="Nothing was changed."
      why={`Somebody asked to use this address for another account at ${publication.name}. If that was not you, you need not do anything.`}
    >
      <Paragraph>
        Somebody, perhaps you, asked to use this address for another account. It has an account of
        its own already, so nothing was changed.
      </Paragraph>
      <Paragraph>
        If it was you and you want to use this address there, sign in to the account it has, and
        delete that one or give it another address first.
      </Paragraph>
      <Action href={at(site, '/sign-in?to=/account')}>Sign in with this address</Action>
    </Frame>
  )
}

/** To the address in use: somebody wants to leave it. */
function EmailChangeAsked({ message, site }: Props<'email_change_asked'> & Site) {
  return (
    <Frame preview="If that was not you, sign out everywhere now." why={yours}>
      <Paragraph>
        On {moment(message.askedAt)} somebody who is signed in to your account, on {message.device},
        asked to use {message.newEmail} in place of this address. That happens when the link we sent
        there is confirmed, within the hour.
      </Paragraph>
      <Paragraph>
        Was it you? Then there is nothing to do here. If it was not, sign in and choose “Sign out
        everywhere” on your account page: that also makes the link void.
      </Paragraph>
      <Action href={at(site, '/account')}>Your account</Action>
    </Frame>
  )
}

/** To the address that was given up. */
function EmailChanged({ message }: Props<'email_changed'>) {
  return (
    <Frame preview={`Your account uses ${message.newEmail} now.`} why={yours}>
      <Paragraph>
        Since {moment(message.changedAt)} your account uses {message.newEmail}. This address opens
        it no longer, and everybody who was signed in has been signed out.
      </Paragraph>
      <Paragraph>
        If it was not you, write to{' '}
        <Link href={`mailto:${publication.contactEmail}`}>{publication.contactEmail}</Link> from
        this address at once. We can give your account back to you.
      </Paragraph>
    </Frame>
  )
}

/** The last mail to somebody whose account is gone. */
function AccountDeleted({ message }: Props<'account_deleted'>) {
  return (
    <Frame
      preview="This is our last mail to you."
      why={`You receive this because you had an account at ${publication.name}.`}
    >
      <Paragraph>
        As you asked, your account was deleted on {moment(message.deletedAt)}. What was running was
        canceled; nothing will be charged again. Once this mail is sent we forget this address.
      </Paragraph>
      <Paragraph>
        Invoices and payments are kept under a pseudonym for as long as tax law asks. If you sign in
        with this address again, you get a new account that knows nothing of the old one.
      </Paragraph>
    </Frame>
  )
}

const effects: Record<Extract<AccountMessage, { kind: 'withdrawal_receipt' }>['outcome'], string> =
  {
    ended:
      'You withdrew in time. Everything you paid under this contract goes back the way it was paid, and the subscription ends. Banks take five to ten days to show a refund.',
    by_hand:
      'We look for the contract you mean, and answer you by mail. A withdrawal in time is in time from the moment above, however long we take.',
    too_late:
      'The time to withdraw from this contract ended on {end}, so nothing was changed. You can cancel at any time on your account page; you then read on until the end of what is paid.',
  }

/** Acknowledges a withdrawal on a durable medium: what was stated, and when, to the second. */
function WithdrawalReceipt({ message }: Props<'withdrawal_receipt'>) {
  const end = message.endedAt === null ? 'an earlier day' : moment(message.endedAt)
  return (
    <Frame
      preview={`Received on ${formatSecond(new Date(message.statedAt))}.`}
      why={`You receive this because a withdrawal from a contract with ${publication.name} was stated with this address. If that was not you, write to us.`}
    >
      <Paragraph>
        We received this statement on {formatSecond(new Date(message.statedAt))}:
      </Paragraph>
      <Paragraph>“{message.statement}”</Paragraph>
      <Paragraph>Name: {message.name}</Paragraph>
      <Paragraph>{effects[message.outcome].replace('{end}', () => end)}</Paragraph>
      <Paragraph>Please keep this mail: it is your proof.</Paragraph>
    </Frame>
  )
}

/** To staff: somebody withdrew, and we could not find out by ourselves from what. */
function StaffWithdrawal({ message, site }: Props<'staff_withdrawal'> & Site) {
  const search = at(site, `/newsroom/readers?${new URLSearchParams({ q: message.email })}`)
  return (
    <Frame
      preview={`${message.name} withdrew from a contract.`}
      why="You receive this because you look after readers."
    >
      <Paragraph>
        {message.name} ({message.email}) withdrew from a contract on{' '}
        {formatSecond(new Date(message.statedAt))}. We could not settle it by ourselves.
      </Paragraph>
      <Paragraph>What they gave us to find it by: {message.reference ?? 'nothing'}.</Paragraph>
      <Action href={search}>Look for them</Action>
      <Paragraph>
        If you find the contract and it was withdrawn from in time, refund and end it there; answer
        them in either case. They may not be who they say: send nothing about an account to this
        address unless it is the account’s own.
      </Paragraph>
    </Frame>
  )
}
