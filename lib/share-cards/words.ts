/** What stands on the card of an article: public words, and nothing of its text. */
export type CardWords = { headline: string; section: string | null; authors: readonly string[] }

/** A card that somebody wants: of an article, or of the publication itself. */
export type WantedCard = CardWords | null
