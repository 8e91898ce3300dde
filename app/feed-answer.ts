import { readFeed } from '#lib/articles/feeds/feed.ts'
import { JSON_FEED_TYPE, toJsonFeed } from '#lib/articles/feeds/json-feed.ts'
import { RSS_TYPE, toRss } from '#lib/articles/feeds/rss.ts'
import { environment, publicDatabase } from '#lib/runtime.ts'

/** The formats of feeds, by the ending of their address. */
export const feedFormats = {
  xml: { type: RSS_TYPE, write: toRss },
  json: { type: JSON_FEED_TYPE, write: toJsonFeed },
}

const kinds = new Map([
  ['sections', 'section'],
  ['topics', 'topic'],
  ['regions', 'region'],
  ['authors', 'author'],
] as const)

/** The folders that have shelves with feeds. */
type Folder = typeof kinds extends Map<infer Name, unknown> ? Name : never
const isFolder = (folder: string): folder is Folder =>
  [...kinds.keys()].some((one) => one === folder)

/** What Next hands to the feed of a shelf. */
export type ShelfFeedProps = { params: Promise<{ shelf: string; slug: string }> }

/** The feed of everything. */
export async function answerFeed(format: keyof typeof feedFormats): Promise<Response> {
  return answer(format, null)
}

/** The feed of the shelf at this address; 404 when there is none. */
export async function answerShelfFeed(
  format: keyof typeof feedFormats,
  { params }: ShelfFeedProps,
): Promise<Response> {
  const { shelf, slug } = await params
  const kind = isFolder(shelf) ? kinds.get(shelf) : undefined
  return kind === undefined ? new Response(null, { status: 404 }) : answer(format, { kind, slug })
}

async function answer(
  format: keyof typeof feedFormats,
  shelf: Parameters<typeof readFeed>[2],
): Promise<Response> {
  const feed = await readFeed(publicDatabase(), environment().siteUrl, shelf)
  if (!feed) return new Response(null, { status: 404 })
  const { type, write } = feedFormats[format]
  return new Response(write(feed), { headers: { 'Content-Type': type } })
}
