import type { ReactElement } from 'react'
import { environment } from '#lib/runtime.ts'
import type { AtOnceMessage, Message } from './message.ts'
import { accountTemplate } from './templates/account.tsx'
import { EndsOn, PaymentFailed, Receipt, Welcome } from './templates/billing.tsx'
import { Gift, GiftBought } from './templates/gifts.tsx'
import { AccessEnding, AccessGiven } from './templates/access.tsx'
import { Newsletter, NewsletterConfirm } from './templates/newsletters.tsx'
import {
  CardExpiring,
  PaymentReminder,
  PriceChange,
  RenewalNotice,
  TrialEnding,
} from './templates/notices.tsx'
import { Paused, Resumed } from './templates/pause.tsx'
import { StaffDeadLetter, StaffDispute, StaffOddity } from './templates/staff.tsx'
import { SignIn } from './templates/sign-in.tsx'

/** Renders a message as HTML and as plain text. */
export async function renderMail(
  message: Message | AtOnceMessage,
): Promise<{ html: string; text: string }> {
  // Loaded when the first mail is sent: it is large, and most requests send none.
  const { render, toPlainText } = await import('react-email')
  const html = await render(templateOf(message, environment().siteUrl))
  return { html, text: toPlainText(html) }
}

function templateOf(message: Message | AtOnceMessage, site: URL): ReactElement {
  switch (message.kind) {
    case 'sign_in':
      return <SignIn message={message} />
    case 'welcome':
      return <Welcome message={message} site={site} />
    case 'receipt':
      return <Receipt message={message} site={site} />
    case 'payment_failed':
      return <PaymentFailed message={message} site={site} />
    case 'ends_on':
      return <EndsOn message={message} site={site} />
    case 'payment_reminder':
      return <PaymentReminder message={message} site={site} />
    case 'renewal_notice':
      return <RenewalNotice message={message} site={site} />
    case 'trial_ending':
      return <TrialEnding message={message} site={site} />
    case 'card_expiring':
      return <CardExpiring message={message} site={site} />
    case 'price_change':
      return <PriceChange message={message} site={site} />
    case 'gift':
      return <Gift message={message} site={site} />
    case 'gift_bought':
      return <GiftBought message={message} site={site} />
    case 'access_given':
      return <AccessGiven message={message} site={site} />
    case 'access_ending':
      return <AccessEnding message={message} site={site} />
    case 'staff_dispute':
      return <StaffDispute message={message} site={site} />
    case 'paused':
      return <Paused message={message} site={site} />
    case 'resumed':
      return <Resumed message={message} site={site} />
    case 'staff_dead_letter':
      return <StaffDeadLetter message={message} site={site} />
    case 'staff_oddity':
      return <StaffOddity message={message} site={site} />
    case 'email_change':
    case 'email_taken':
    case 'email_change_asked':
    case 'email_changed':
    case 'account_deleted':
    case 'withdrawal_receipt':
    case 'staff_withdrawal':
      return accountTemplate(message, site)
    case 'newsletter_confirm':
      return <NewsletterConfirm message={message} site={site} />
    case 'newsletter':
      return <Newsletter message={message} site={site} />
  }
}
