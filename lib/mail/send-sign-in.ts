import { randomUUID } from 'node:crypto'
import type { AppDatabase } from '#db/client.ts'
import { addMail } from '#db/queries/mail.ts'
import { describeError, log } from '#lib/log.ts'
import { type SignInMessage, subjectOf } from './message.ts'
import { renderMail } from './render.tsx'
import { deliver } from './transport.ts'

/** Whether the sign-in mail was handed over. */
export type SignInMailOutcome = { kind: 'sent' } | { kind: 'failed' }

/**
 * Sends the sign-in mail now, while the reader waits, and notes that it was sent, never what it
 * said: its code and link must not stand in the database in clear.
 */
export async function sendSignInMail(
  db: AppDatabase,
  to: string,
  readerId: string | null,
  message: SignInMessage,
): Promise<SignInMailOutcome> {
  const id = randomUUID()
  const noted = { readerId, toAddress: to, kind: message.kind, onceKey: `sign_in:${id}`, data: {} }
  const subject = subjectOf(message)
  try {
    await deliver({ id, to, subject, ...(await renderMail(message)) })
  } catch (error) {
    log().error({ mail: id }, 'sign-in mail refused')
    await addMail(db, {
      ...noted,
      subject: 'Sign-in code',
      state: 'failed',
      lastError: withoutSecrets(describeError(error), message),
    })
    return { kind: 'failed' }
  }
  await addMail(db, { ...noted, subject: 'Sign-in code', state: 'sent', sentAt: new Date() })
  return { kind: 'sent' }
}

/** A server that refuses a mail for its content may repeat that content in its answer. */
function withoutSecrets(text: string, { code, link }: SignInMessage): string {
  return text.replaceAll(link, '[link]').replaceAll(code, '[code]')
}
