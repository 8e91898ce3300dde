import type { ReactElement } from 'react'
import { environment } from '#lib/runtime.ts'
import type { Message, SignInMessage } from './message.ts'
import { EndsOn, PaymentFailed, Receipt, Welcome } from './templates/billing.tsx'
import { SignIn } from './templates/sign-in.tsx'

/** Renders a message as HTML and as plain text. */
export async function renderMail(
  message: Message | SignInMessage,
): Promise<{ html: string; text: string }> {
  // Loaded when the first mail is sent: it is large, and most requests send none.
  const { render, toPlainText } = await import('react-email')
  const html = await render(templateOf(message, environment().siteUrl))
  return { html, text: toPlainText(html) }
}

function templateOf(message: Message | SignInMessage, site: URL): ReactElement {
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
  }
}
