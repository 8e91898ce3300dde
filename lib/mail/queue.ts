import type { AppQueryable } from '#db/client.ts'
import { isPseudonym } from '#db/pseudonym.ts'
import { addMail, usedOnceKeys } from '#db/queries/mail.ts'
import { type Message, subjectOf } from './message.ts'

/** A message for somebody (of our readers, or not), with the key under which it exists once. */
export type QueuedMessage = {
  to: string
  readerId: string | null
  onceKey: string
  message: Message
}

/**
 * Puts a message into the mail table, in the caller's transaction: it is sent if and only if that
 * commits. A message whose `onceKey` is there already is not added again, and one to somebody whose
 * account is deleted not at all; says whether it was added.
 */
export async function queueMail(db: AppQueryable, queued: QueuedMessage): Promise<boolean> {
  if (isPseudonym(queued.to)) return false
  const { kind, ...data } = queued.message
  return addMail(db, {
    readerId: queued.readerId,
    toAddress: queued.to,
    kind,
    onceKey: queued.onceKey,
    subject: subjectOf(queued.message),
    data,
    state: 'queued',
  })
}

/**
 * The same for what is planned anew each time somebody looks, most of which was queued long ago: that is
 * asked for all at once, instead of tried one by one. Returns how many were added.
 */
export async function queueMails(db: AppQueryable, planned: QueuedMessage[]): Promise<number> {
  const keys = planned.map(({ onceKey }) => onceKey)
  const used = keys.length > 1 ? await usedOnceKeys(db, keys) : new Set()
  let added = 0
  for (const one of planned) if (!used.has(one.onceKey) && (await queueMail(db, one))) added++
  return added
}
