import { publication } from '#lib/publication.ts'
import type { Feed, FeedItem } from './feed.ts'

/** The media type of what `toJsonFeed` writes. */
export const JSON_FEED_TYPE = 'application/feed+json; charset=utf-8'

/** A feed as JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/). */
export function toJsonFeed(feed: Feed): string {
  return JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title: feed.title,
    home_page_url: feed.home,
    ...(feed.self === null ? {} : { feed_url: `${feed.self}.json` }),
    description: feed.description,
    language: publication.language,
    authors: [{ name: publication.name, url: new URL('/', feed.home).href }],
    items: feed.items.map(toJsonItem),
  })
}

function toJsonItem(item: FeedItem) {
  return {
    id: item.url,
    url: item.url,
    title: item.title,
    // One of both there must be.
    ...(item.html === null ? { content_text: item.summary } : { content_html: item.html }),
    summary: item.summary,
    ...(item.picture ? { image: item.picture.url } : {}),
    date_published: item.publishedAt.toISOString(),
    ...(item.revisedAt ? { date_modified: item.revisedAt.toISOString() } : {}),
    ...(item.authors.length > 0 ? { authors: item.authors } : {}),
    ...(item.categories.length > 0 ? { tags: item.categories } : {}),
  }
}
