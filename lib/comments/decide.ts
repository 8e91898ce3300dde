import { decideAccess } from '#lib/access/decide.ts'
import type { ReaderFacts } from '#lib/access/facts.ts'
import type { AccessLevel } from '#lib/access/level.ts'

/** How long a comment can be changed or taken back by whoever wrote it. */
export const MINUTES_TO_CHANGE = 10

/** Reports by so many readers take a comment away until staff have looked. */
export const REPORTS_TO_HOLD = 3

/** Whether somebody may write under an article. `until` is when a ban is over; null: it has no end. */
export type Writing =
  | { kind: 'may' }
  | { kind: 'may_not'; why: 'off' | 'not_signed_in' | 'not_readable' | 'closed' | 'not_subscribed' }
  | { kind: 'may_not'; why: 'banned'; until: Date | null }

/** All that this depends on. `facts` is null for somebody who is not signed in. */
export type Wish = {
  writers: 'registered' | 'subscriber' | null
  article: { accessLevel: AccessLevel; closed: boolean }
  facts: ReaderFacts | null
  ban: { until: Date | null } | null
}

/** Decides who may write: whoever may read the article, belongs to those who write here, and is not banned. */
export function decideWriting({ writers, article, facts, ban }: Wish, now: Date): Writing {
  const no = (why: Exclude<Extract<Writing, { kind: 'may_not' }>['why'], 'banned'>): Writing => ({
    kind: 'may_not',
    why,
  })
  if (writers === null) return no('off')
  if (facts === null) return no('not_signed_in')
  if (!decideAccess(article.accessLevel, facts, now).granted) return no('not_readable')
  if (article.closed) return no('closed')
  if (ban !== null && (ban.until === null || ban.until > now))
    return { kind: 'may_not', why: 'banned', until: ban.until }
  if (writers === 'subscriber' && !decideAccess('subscriber', facts, now).granted)
    return no('not_subscribed')
  return { kind: 'may' }
}

/** A comment as far as this bears on who may change it. */
export type Changeable = { createdAt: Date; state: 'visible' | 'held' | 'removed' }

/** Until when whoever wrote a comment may change it or take it back; null when they may not any more. */
export function changeableUntil({ createdAt, state }: Changeable, now: Date): Date | null {
  const until = new Date(createdAt.getTime() + MINUTES_TO_CHANGE * 60_000)
  return state !== 'removed' && now < until ? until : null
}

/** Whether open reports are enough to hold a comment. What staff wrote or let stand only staff can hold. */
export function isHeldByReports(
  comment: { state: string; byStaff: boolean; approvedAt: Date | null },
  openReports: number,
): boolean {
  const { state, byStaff, approvedAt } = comment
  return state === 'visible' && !byStaff && approvedAt === null && openReports >= REPORTS_TO_HOLD
}
