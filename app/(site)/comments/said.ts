import type { Body } from '#lib/comments/body.ts'
import type { Writing } from '#lib/comments/decide.ts'
import type { Name } from '#lib/comments/name.ts'
import { formatMoment } from '#lib/format.ts'
import { publication } from '#lib/publication.ts'
import { inAWhile } from '../../request-origin.ts'

/** Why somebody may not write here, in words. */
export function sayRefusal(why: Extract<Writing, { kind: 'may_not' }>): string {
  switch (why.why) {
    case 'off':
      return 'There are no comments on this site.'
    case 'not_signed_in':
      return 'You are not signed in.'
    case 'not_readable':
      return 'This article is for subscribers, and so are its comments.'
    case 'closed':
      return 'Comments on this article are closed.'
    case 'not_subscribed':
      return 'Comments are written by subscribers.'
    case 'banned':
      return why.until === null
        ? `You cannot write comments here any more. If you think that is wrong, write to ${publication.contactEmail}.`
        : `You can write comments again from ${formatMoment(why.until)}. If you think that is wrong, write to ${publication.contactEmail}.`
  }
}

/** What is wrong with the words of a comment. */
export function sayBody(why: Exclude<Body, { kind: 'fine' }>, longest: number): string {
  if (why.kind === 'empty') return 'Nothing is written yet.'
  return `That is ${why.length} characters; ${longest} fit. Nothing is lost: shorten it and send it again.`
}

/** What is wrong with a name. */
export function sayName(why: Exclude<Name, { kind: 'fine' }>): string {
  switch (why.kind) {
    case 'too_short':
      return 'Under which name? It needs two letters at least.'
    case 'too_long':
      return 'That name is longer than 40 characters.'
    case 'no_name':
      return 'A name has letters, digits, spaces, hyphens and apostrophes; no addresses.'
    case 'mixed':
      return 'That name mixes letters of several scripts.'
    case 'of_staff':
      return `That name could be taken for somebody who works for ${publication.name}. Please choose another.`
  }
}

/** When somebody who wrote very often may write again. */
export function sayLimited(seconds: number): string {
  return seconds < 3 * 3600
    ? `You have written a lot just now. Nothing is lost: send it again ${inAWhile(seconds)}.`
    : 'You have written a lot today. Nothing is lost here, but it can be sent only tomorrow.'
}
