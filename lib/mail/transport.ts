import { createTransport, type Transporter } from 'nodemailer'
import { environment } from '#lib/runtime.ts'

/** A message ready to be handed over. `id` is stable, so that a second delivery is seen as one. */
export type RenderedMail = {
  id: string
  to: string
  subject: string
  html: string
  text: string
  /** Further headers: those of a newsletter. */
  headers?: Record<string, string>
}

let opened: { url: string; transporter: Transporter } | undefined

/** One for as long as the server's address is the same. */
function open(): Transporter {
  const url = environment().smtpUrl
  if (opened?.url !== url) {
    const patience = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000 }
    opened = { url, transporter: createTransport({ url, ...patience }) }
  }
  return opened.transporter
}

/** Hands a message to the SMTP server. Throws when it is not taken. */
export async function deliver(mail: RenderedMail): Promise<void> {
  const { mailFrom, siteUrl } = environment()
  await open().sendMail({
    from: mailFrom,
    to: mail.to,
    subject: mail.subject,
    html: mail.html,
    text: mail.text,
    messageId: `<${mail.id}@${siteUrl.hostname}>`,
    headers: {
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
      ...asTheyAre(mail.headers),
    },
    // Nothing in a template may make the server read a file or fetch an address.
    disableFileAccess: true,
    disableUrlAccess: true,
  })
}

/** Neither encoded nor folded: a mail program has to find one whole address in what it posts to. */
function asTheyAre(headers: Record<string, string> = {}) {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, { prepared: true, value }]),
  )
}
