import type {
  BreadcrumbList,
  NewsArticle,
  NewsMediaOrganization,
  ProfilePage,
  WebSite,
  WithContext,
} from 'schema-dts'
import { publication } from '#lib/publication.ts'
import type { Shelf } from './card.ts'
import type { ShelfFacts } from './list.ts'
import type { ArticlePage } from './read.ts'

/**
 * Data about pages for search engines (schema.org as JSON-LD), from the public projection alone: the text itself is never in it.
 */

/** The class of the part that is not free, whole or cut: Google takes a class as `cssSelector` and nothing else. */
export const PAYWALL_CLASS = 'paywall'

const context = 'https://schema.org' as const

const at = (path: string, siteUrl: URL) => new URL(path, siteUrl).href

/** Who publishes, by one name for machines on every page; the front page says more of it. */
function organization(siteUrl: URL) {
  return {
    '@type': 'NewsMediaOrganization',
    '@id': at('/#publisher', siteUrl),
    name: publication.name,
    url: siteUrl.href,
  } satisfies NewsMediaOrganization
}

/**
 * An article, as Google documents it for what is not free for all
 * (https://developers.google.com/search/docs/appearance/structured-data/paywalled-content). It never holds `articleBody`.
 */
export function articleData(article: ArticlePage, siteUrl: URL) {
  const address = at(`/articles/${article.slug}`, siteUrl)
  return {
    '@context': context,
    '@type': 'NewsArticle',
    mainEntityOfPage: address,
    url: address,
    headline: article.headline,
    description: article.excerpt,
    inLanguage: publication.language,
    datePublished: article.publishedAt.toISOString(),
    dateModified: (article.revisedAt ?? article.publishedAt).toISOString(),
    author: article.authors.map(({ name, slug }) => ({
      '@type': 'Person' as const,
      name,
      url: at(`/authors/${slug}`, siteUrl),
    })),
    publisher: organization(siteUrl),
    ...(article.section ? { articleSection: article.section.name } : {}),
    ...imageOf(article, siteUrl),
    ...freedom(article),
  } satisfies WithContext<NewsArticle>
}

/** The picture that leads it, or the card that stands for it. */
function imageOf({ picture, shareCard }: ArticlePage, siteUrl: URL) {
  const image = picture?.src ?? shareCard
  return image === null ? {} : { image: [at(image, siteUrl)] }
}

function freedom({ hasGatedPart }: ArticlePage) {
  if (!hasGatedPart) return { isAccessibleForFree: true }
  return {
    isAccessibleForFree: false,
    hasPart: {
      '@type': 'WebPageElement' as const,
      isAccessibleForFree: false,
      cssSelector: `.${PAYWALL_CLASS}`,
    },
  }
}

/** A place on the way to a page: what it is called and where it is. */
export type Crumb = { name: string; path: string }

/** The way from the front page to a page, without the page itself. */
export function crumbsTo(section: Shelf | null): Crumb[] {
  return [
    { name: publication.name, path: '/' },
    ...(section ? [{ name: section.name, path: `/sections/${section.slug}` }] : []),
  ]
}

/** The way to a page, which is its last place; the page shows the same to people. */
export function breadcrumbData(crumbs: Crumb[], page: string, siteUrl: URL) {
  return {
    '@context': context,
    '@type': 'BreadcrumbList',
    itemListElement: [
      ...crumbs.map(({ name, path }, before) => ({
        '@type': 'ListItem' as const,
        position: before + 1,
        name,
        item: at(path, siteUrl),
      })),
      // The last is the page itself, which needs no address.
      { '@type': 'ListItem' as const, position: crumbs.length + 1, name: page },
    ],
  } satisfies WithContext<BreadcrumbList>
}

/** Who publishes, for the front page. */
export function publisherData(siteUrl: URL) {
  return {
    '@context': context,
    ...organization(siteUrl),
    description: publication.description,
    contactPoint: {
      '@type': 'ContactPoint',
      contactType: 'newsroom',
      email: publication.contactEmail,
    },
    ...(publication.social.length > 0
      ? { sameAs: publication.social.map(({ address }) => address) }
      : {}),
  } satisfies WithContext<NewsMediaOrganization>
}

/** The site, for the front page: by it search engines know its name. */
export function siteData(siteUrl: URL) {
  return {
    '@context': context,
    '@type': 'WebSite',
    name: publication.name,
    url: siteUrl.href,
    inLanguage: publication.language,
    publisher: { '@id': at('/#publisher', siteUrl) },
  } satisfies WithContext<WebSite>
}

/** Whoever wrote, for their page. */
export function authorData(
  { slug, name, description, author }: Pick<ShelfFacts, 'slug' | 'name' | 'description' | 'author'>,
  siteUrl: URL,
) {
  const address = at(`/authors/${slug}`, siteUrl)
  return {
    '@context': context,
    '@type': 'ProfilePage',
    mainEntity: {
      '@type': 'Person',
      '@id': address,
      name,
      url: address,
      worksFor: organization(siteUrl),
      ...(description ? { description } : {}),
      ...(author?.role ? { jobTitle: author.role } : {}),
      ...(author && author.links.length > 0
        ? { sameAs: author.links.map(({ address: elsewhere }) => elsewhere) }
        : {}),
    },
  } satisfies WithContext<ProfilePage>
}

/** JSON that can stand inside a script element: nothing in it can close the element or open a comment. */
export function toScriptJson(data: unknown): string {
  return JSON.stringify(data)
    .replaceAll('<', String.raw`\u003c`)
    .replaceAll('>', String.raw`\u003e`)
    .replaceAll('&', String.raw`\u0026`)
    .replaceAll('\u2028', String.raw`\u2028`)
    .replaceAll('\u2029', String.raw`\u2029`)
}
