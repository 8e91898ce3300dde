/**
 * The invitation as a marker: a short paragraph of its own that invites to subscribe and names a
 * price per month or year, as saved article pages have it in the middle of their text.
 *
 * The text is bounded before any pattern runs, and no pattern has a repetition within a repetition.
 */

/** Longer paragraphs are text, whatever they speak of. */
export const LONGEST_INVITATION = 320

const number = String.raw`(?:\d[\d.,]{0,9}|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|fifty)`
const symbol = String.raw`\p{Sc}`
const code = String.raw`\b(?:usd|eur|gbp|cad|aud|nzd|chf|sek|nok|dkk|jpy|inr|brl|zar|pln|czk|huf|mxn|sgd|hkd|kr|rs|zł|r\$)`
const word = String.raw`(?:dollars?|euros?|pounds?|pence|cents?|francs?|kron(?:er|or|a)|yen|rupees?|reais|rand|pesos?|[kp]\b)`

const price = new RegExp(
  [
    `${symbol} {0,2}${number}`,
    `${number} {0,2}${symbol}`,
    String.raw`${code}\.? {0,2}\d`,
    String.raw`\d {0,2}${code}(?!\p{L})`,
    `${number} {0,2}${word}`,
  ].join('|'),
  'iu',
)

const period =
  /\b(?:(?:a|per|each|every|the|1) (?:calendar )?(?:month|year)|monthly|yearly|annual(?:ly)?|p\.?m\.?|pcm|p\.?a\.?)(?![\p{L}])|[/⁄] ?(?:mo|month|mth|yr|year|annum)\b|\bper annum\b/iu

/** What is offered: to become a subscriber or a member, or to read on. */
const offer =
  /\b(?:subscri(?:be|bing|ption|ptions|ber|bers)|members?|memberships?|join|sign up|unlock|unlimited|full access|read on|read more|read the (?:rest|full|whole)|(?:continue|keep|go on|finish) reading|full (?:story|article|text)|supporters?)\b/iu

/** That it is said to the reader: an imperative where a sentence or clause begins, what for, or "you". */
const addressed =
  /(?:^|[.!?:;,–—…-] {0,2}|\b(?:please|and|or|then|just|simply) )(?:subscribe|join|become|sign up|get|unlock|start|try|continue|keep|read|finish|support|register|upgrade|choose|buy|go on|see|enjoy|access)\b|\bto (?:continue|keep|read|finish|unlock|go on|enjoy|access|see)\b|\b(?:subscriptions?|membership) (?:starts?|costs?|from|is|are|for|at)\b|\b(?:membership|subscribe|join) (?:from|for|at|now|today)\b/iu

const toYou = /\b(?:you|your|us)\b/iu
const asSubscriber =
  /\b(?:subscri(?:be|ption|ptions|ber|bers)|members?|memberships?|unlimited|full access)\b/iu

/** Reporting about somebody's prices is not an invitation. */
const reported =
  /\b(?:said|says|told|announced|according to|charged|charges|wrote|reported|analysts?|customers?|rivals?|competitors?)\b/iu

/** Whether a paragraph of its own is an invitation to subscribe that names its price. */
export function isInvitation(paragraph: string): boolean {
  const it = spaced(paragraph)
  return it !== '' && price.test(it) && period.test(it) && invites(it)
}

/** Whether it invites to read on for money but names no price per month or year. */
export function resemblesInvitation(paragraph: string): boolean {
  const it = spaced(paragraph)
  if (it === '' || it.length > 160 || isInvitation(it)) return false
  return (
    /\b(?:subscri(?:be|bers?|ption)|members?(?:hip)?)\b/iu.test(it) &&
    /\b(?:(?:continue|keep) reading|read on|read the (?:rest|full|whole)|full (?:story|article)|unlock)\b/iu.test(
      it,
    )
  )
}

/** Whether the text of an element of class `paywall` is an invitation rather than the article. */
export function isWallNotice(value: string): boolean {
  const it = spaced(value)
  if (it === '') return value.trim() === ''
  return /\b(?:subscri|members?\b|membership|sign in|log in)/iu.test(it) && addressed.test(it)
}

function invites(it: string): boolean {
  const said = addressed.test(it) || (toYou.test(it) && asSubscriber.test(it))
  return offer.test(it) && said && !reported.test(it)
}

function spaced(paragraph: string): string {
  const it = paragraph.replace(/[\s\u200b\ufeff]+/g, ' ').trim()
  return it.length > LONGEST_INVITATION ? '' : it
}
