/**
 * What somebody at the desk may have typed or pasted: a part of an address or of a name, an id of Stripe's (alone, or in the
 * address of a page of its Dashboard), the number of an invoice, the last digits of a card.
 */
export type SearchTerms = {
  /** In lower case; an address or a name has to contain each. Empty where only an id was typed. */
  words: string[]
  /** `cus_…`, `sub_…`, `in_…`, `ch_…`, `pi_…`, `du_…`, `cs_…`, as Stripe spells it. */
  stripeId: string | null
  /** In capitals, as Stripe writes it: `F00DCAFE-0001`. */
  invoiceNumber: string | null
  /** The last four digits of a card. */
  lastFour: string | null
}

/** Longer ones are cut: nobody types them. */
const LONGEST = 200
/** So many words of a name narrow it down enough. */
const MOST_WORDS = 5

const stripeIds = /\b(?:cus|sub|in|ch|py|pi|du|dp|cs)_[A-Za-z0-9_]{3,100}/
const invoiceNumbers = /^#?([A-Za-z0-9]{4,26}-\d{4,8})$/
const lastDigits = /^[\s•*.x-]{0,20}(\d{4})$/
const inBrackets = /<([^<>\s@]+@[^<>\s@]+)>/

/** Reads what was typed; null when it holds nothing to search for. */
export function readSearchTerms(typed: string): SearchTerms | null {
  const text = typed
    .replaceAll(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, LONGEST)
  const stripeId = stripeIds.exec(text)?.[0] ?? null
  if (stripeId !== null) return { words: [], stripeId, invoiceNumber: null, lastFour: null }
  // Mails are answered from where addresses stand as "Anna Example <anna@example.org>".
  const address = inBrackets.exec(text)?.[1] ?? text.replace(/^mailto:/i, '')
  const words = address
    .toLowerCase()
    .split(/[\s,;]+/)
    .filter(Boolean)
    .slice(0, MOST_WORDS)
  if (words.length === 0) return null
  return {
    words,
    stripeId: null,
    invoiceNumber: invoiceNumbers.exec(text)?.[1]?.toUpperCase() ?? null,
    lastFour: lastDigits.exec(text)?.[1] ?? null,
  }
}
