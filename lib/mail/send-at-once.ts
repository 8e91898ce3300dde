import { randomUUID } from 'node:crypto'
import type { AppDatabase } from '#db/client.ts'
import { addMail } from '#db/queries/mail.ts'
import { describeError, log } from '#lib/log.ts'
import { type AtOnceMessage, subjectOf } from './message.ts'
import { renderMail } from './render.tsx'
import { deliver } from './transport.ts'

/** Whether the mail was handed over. */
export type AtOnceOutcome = { kind: 'sent' } | { kind: 'failed' }

/** How such a mail is noted: its own subject may hold a code. */
const noted: Record<AtOnceMessage['kind'], string> = {
  sign_in: 'Sign-in code',
  email_change: 'Link to confirm a new address',
  email_taken: 'Notice that an account exists already',
}

/**
 * Sends a mail now, while somebody waits, and notes that it was sent, never what it said: its code
 * and link must not stand in the database in clear.
 */
export async function sendAtOnce(
  db: AppDatabase,
  to: string,
  readerId: string | null,
  message: AtOnceMessage,
): Promise<AtOnceOutcome> {
  const id = randomUUID()
  const row = {
    readerId,
    toAddress: to,
    kind: message.kind,
    onceKey: `${message.kind}:${id}`,
    subject: noted[message.kind],
    data: {},
  }
  const subject = subjectOf(message)
  try {
    await deliver({ id, to, subject, ...(await renderMail(message)) })
  } catch (error) {
    log().error({ mail: id, kind: message.kind }, 'mail refused at once')
    await addMail(db, {
      ...row,
      state: 'failed',
      lastError: withoutSecrets(describeError(error), message),
    })
    return { kind: 'failed' }
  }
  await addMail(db, { ...row, state: 'sent', sentAt: new Date() })
  return { kind: 'sent' }
}

/** A server that refuses a mail for its content may repeat that content in its answer. */
function withoutSecrets(text: string, message: AtOnceMessage): string {
  const withoutLink = 'link' in message ? text.replaceAll(message.link, '[link]') : text
  return 'code' in message ? withoutLink.replaceAll(message.code, '[code]') : withoutLink
}
