import type { ArticleLine } from '#db/queries/articles.ts'
import type { AccessLevel } from '#lib/access/level.ts'

/** Where something is filed, or who wrote it: an address and a name. */
export type Shelf = { slug: string; name: string }

/** A picture with its measures in pixels, so that a page can keep the room for it. */
export type Picture = { src: string; alt: string; width: number; height: number }

/** An article as lists show it: nothing but what everybody may see. */
export type ArticleCard = {
  slug: string
  headline: string
  standfirst: string
  accessLevel: AccessLevel
  publishedAt: Date
  revisedAt: Date | null
  section: Shelf | null
  authors: string[]
  picture: Picture | null
}

/** The card of a row of the public projection. */
export function toCard(line: ArticleLine): ArticleCard {
  const { slug, headline, standfirst, accessLevel, publishedAt, revisedAt } = line
  return {
    slug,
    headline,
    standfirst,
    accessLevel,
    publishedAt,
    revisedAt,
    section: toSection(line),
    authors: line.authorNames,
    picture: toPicture(line),
  }
}

/** The section a row is filed under, if any. */
export function toSection(line: {
  sectionSlug: string | null
  sectionName: string | null
}): Shelf | null {
  return line.sectionSlug !== null && line.sectionName !== null
    ? { slug: line.sectionSlug, name: line.sectionName }
    : null
}

/** The picture of a row, if it has one. The table's CHECK says that it then has its measures. */
export function toPicture(line: {
  pictureSrc: string | null
  pictureAlt: string | null
  pictureWidth: number | null
  pictureHeight: number | null
}): Picture | null {
  const { pictureSrc: src, pictureAlt: alt, pictureWidth: width, pictureHeight: height } = line
  return src !== null && width !== null && height !== null
    ? { src, alt: alt ?? '', width, height }
    : null
}
