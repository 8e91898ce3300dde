import { publication } from '#lib/publication.ts'
import type { ArticlePage } from './read.ts'

/**
 * The article for search engines (schema.org NewsArticle), from the public projection alone. It says
 * that a part is not free and which element invites to it; it never holds `articleBody`.
 */
export function structuredData(article: ArticlePage, siteUrl: URL): Record<string, unknown> {
  const at = (path: string) => new URL(path, siteUrl).href
  const address = at(`/articles/${article.slug}`)
  const free = !article.hasGatedPart
  return {
    '@context': 'https://schema.org',
    '@type': 'NewsArticle',
    mainEntityOfPage: address,
    url: address,
    headline: article.headline,
    description: article.excerpt,
    inLanguage: publication.language,
    datePublished: article.publishedAt.toISOString(),
    dateModified: (article.revisedAt ?? article.publishedAt).toISOString(),
    author: article.authors.map(({ name, slug }) => ({
      '@type': 'Person',
      name,
      url: at(`/authors/${slug}`),
    })),
    publisher: { '@type': 'NewsMediaOrganization', name: publication.name, url: siteUrl.href },
    ...(article.section ? { articleSection: article.section.name } : {}),
    ...(article.picture ? { image: [at(article.picture.src)] } : {}),
    isAccessibleForFree: free,
    ...(free
      ? {}
      : {
          hasPart: {
            '@type': 'WebPageElement',
            isAccessibleForFree: false,
            cssSelector: '#subscribe-to-read-on',
          },
        }),
  }
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
