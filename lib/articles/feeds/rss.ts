import { HOUR, MINUTE } from '#lib/clock.ts'
import { publication } from '#lib/publication.ts'
import { attributesOf, element, emptyElement, escapeXml, XML_HEAD } from '../xml.ts'
import { changedAt, type Feed, type FeedItem } from './feed.ts'
import { mediaType } from './media-type.ts'

/** The media type of what `toRss` writes. */
export const RSS_TYPE = 'application/rss+xml; charset=utf-8'

const namespaces = {
  version: '2.0',
  'xmlns:atom': 'http://www.w3.org/2005/Atom',
  'xmlns:content': 'http://purl.org/rss/1.0/modules/content/',
  'xmlns:dc': 'http://purl.org/dc/elements/1.1/',
  'xmlns:media': 'http://search.yahoo.com/mrss/',
}

/** A feed as RSS 2.0 (https://www.rssboard.org/rss-specification). */
export function toRss(feed: Feed): string {
  return [
    XML_HEAD,
    `<rss${attributesOf(namespaces)}><channel>`,
    element('title', feed.title),
    element('link', feed.home),
    element('description', feed.description),
    element('language', publication.language),
    element('lastBuildDate', changedAt(feed)?.toUTCString() ?? null),
    element('ttl', String(HOUR / MINUTE)),
    element('generator', 'Foldline'),
    feed.self &&
      emptyElement('atom:link', {
        href: `${feed.self}.xml`,
        rel: 'self',
        type: 'application/rss+xml',
      }),
    ...feed.items.map(toRssItem),
    '</channel></rss>',
  ]
    .filter(Boolean)
    .join('\n')
}

function toRssItem(item: FeedItem): string {
  return [
    '<item>',
    element('title', item.title),
    element('link', item.url),
    `<guid isPermaLink="true">${escapeXml(item.url)}</guid>`,
    element('description', item.summary),
    element('content:encoded', item.html),
    element('pubDate', item.publishedAt.toUTCString()),
    ...item.categories.map((name) => element('category', name)),
    ...item.authors.map(({ name }) => element('dc:creator', name)),
    toMedia(item),
    '</item>',
  ].join('')
}

function toMedia({ picture }: FeedItem): string {
  if (!picture) return ''
  const attributes = attributesOf({
    url: picture.url,
    medium: 'image',
    type: mediaType(picture.src),
    width: picture.width,
    height: picture.height,
  })
  return `<media:content${attributes}>${element('media:description', picture.alt || null)}</media:content>`
}
