import type { AppDatabase, AppTransaction } from '#db/client.ts'
import {
  type DueMail,
  forgetLastAddress,
  lockDueMail,
  markMailRefused,
  markMailSent,
} from '#db/queries/mail.ts'
import { contentOfIssue } from '#db/queries/newsletter-issues.ts'
import { HOUR, later, MINUTE } from '#lib/clock.ts'
import { describeError, log } from '#lib/log.ts'
import { environment } from '#lib/runtime.ts'
import { messageShape } from './message.ts'
import { listHeaders } from './list-headers.ts'
import { renderMail } from './render.tsx'
import { deliver, type RenderedMail } from './transport.ts'

type Deliver = (mail: RenderedMail) => Promise<void>

/** How long after each refusal the next try comes; after the last one the message has failed. */
const RETRY_AFTER = [1 * MINUTE, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 6 * HOUR, 12 * HOUR]

/**
 * Sends what is due, one message a transaction, until nothing is. Safe to run in several instances:
 * a message is locked while it is handed over. A crash between hand-over and commit sends it again
 * under the same Message-ID. Returns how many were sent.
 */
export async function sendDueMail(
  db: AppDatabase,
  now: () => Date,
  hand: Deliver = deliver,
): Promise<number> {
  let sent = 0
  for (;;) {
    const outcome = await db.transaction(async (tx) => {
      const due = await lockDueMail(tx, now())
      if (!due) return 'none'
      const tried = await attempt(tx, due, hand)
      if (tried.kind === 'taken') {
        await markMailSent(tx, due.id, now())
        await forgetWhoIsGone(tx, due)
        return 'sent'
      }
      // A letter to an address that is no more is not tried for a day: the next issue says the same.
      const isOver = tried.forGood && due.issueId !== null
      const wait = isOver ? undefined : RETRY_AFTER[due.attempts]
      await markMailRefused(tx, due.id, {
        error: tried.error,
        retryAt: wait === undefined ? null : later(now(), wait),
      })
      await forgetWhoIsGone(tx, due)
      // Why stands in the row: a server's refusal repeats the address, which a log must not hold.
      log().warn({ mail: due.id, kind: due.kind, attempts: due.attempts + 1 }, 'mail refused')
      return 'refused'
    })
    if (outcome === 'none') return sent
    if (outcome === 'sent') sent++
  }
}

/** The last mail to a deleted account knows its address only until it need not be tried again. */
async function forgetWhoIsGone(tx: AppTransaction, { id, kind, readerId }: DueMail): Promise<void> {
  if (kind === 'account_deleted' && readerId !== null) await forgetLastAddress(tx, { id, readerId })
}

/** `forGood`: the server will not take it later either (RFC 5321, 4.2.1). */
type Attempt = { kind: 'taken' } | { kind: 'refused'; error: string; forGood: boolean }

async function attempt(tx: AppTransaction, due: DueMail, hand: Deliver): Promise<Attempt> {
  try {
    const { id, toAddress: to, subject, kind, data, issueId } = due
    const content = issueId === null ? null : await contentOfIssue(tx, issueId)
    const message = messageShape.parse({ kind, ...Object(content), ...Object(data) })
    const headers = listHeaders(message, environment().siteUrl)
    await hand({ id, to, subject, ...(await renderMail(message)), ...(headers && { headers }) })
    return { kind: 'taken' }
  } catch (error) {
    const { responseCode } = Object(error)
    const forGood = typeof responseCode === 'number' && responseCode >= 500
    return { kind: 'refused', error: describeError(error), forGood }
  }
}
