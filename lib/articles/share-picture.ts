import { publication } from '#lib/publication.ts'
import { CARD, cardAddress } from '#lib/share-cards/address.ts'
import { cardName } from '#lib/share-cards/look.ts'
import type { ArticlePage } from './read.ts'

/** The picture that stands for a page where a link to it is shown, as its head names it. */
export type SharePicture = { url: string; alt: string; width: number; height: number }

/** Of every page that has none of its own. It is printed when the publication is first started. */
export const publicationPicture: SharePicture = {
  url: cardAddress(cardName(null)),
  alt: `${publication.name}: ${publication.tagline}`,
  ...CARD,
}

/** Of an article: its card, which says its headline and nothing of its text; until that is printed, that of the publication. */
export function sharePictureOf({
  shareCard,
  headline,
  section,
}: Pick<ArticlePage, 'shareCard' | 'headline' | 'section'>): SharePicture {
  if (shareCard === null) return publicationPicture
  const under = section === null ? '' : `, ${section.name}`
  return { url: shareCard, alt: `${publication.name}${under}: ${headline}`, ...CARD }
}
