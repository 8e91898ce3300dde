/** What may be kept, and under which address. A route that stands in no line here is never kept. */

/** A page of reading, or a file for machines, that the door renders once and keeps. */
export type ReadingRoute = {
  /** `document`: HTML without a framework's runtime. `file`: feeds and maps, the same for everybody. */
  kind: 'document' | 'file'
  /** The names in the query that the page depends on. All others never reach it. */
  query: readonly string[]
  /** Whether the whole answer is kept. A search is not: anybody can ask for as many as they like. */
  keep: boolean
  /** Whether it may hold what stands below a marker. */
  holdsText: boolean
  /** Whether who asks takes a turn (`turns.ts`): what is not kept costs each time. */
  counted: boolean
}

/** An address of a reading route, in the one spelling under which its answer is kept. */
export type ReadingAddress = {
  route: ReadingRoute
  /** Path and query as the page sees them. */
  url: string
  /** The article at this address, if it is one's. */
  article: string | null
}

const document: ReadingRoute = {
  kind: 'document',
  query: [],
  keep: true,
  holdsText: false,
  counted: false,
}
const file: ReadingRoute = { ...document, kind: 'file' }
const shelf: ReadingRoute = { ...document, query: ['page'] }
const article: ReadingRoute = { ...document, holdsText: true }
/** What readers wrote under an article quotes it. */
const comments: ReadingRoute = { ...article, query: ['order', 'page', 'show', 'thread'] }
const sitemaps: ReadingRoute = { ...document, keep: false }
/** Of maps only the files are anything. */
const maps: ReadingRoute = { ...document, keep: false }

/** Addresses that stand for themselves. */
const exact = new Map<string, ReadingRoute>([
  ['/', document],
  [
    '/search',
    {
      ...document,
      query: ['q', 'section', 'region', 'author', 'from', 'to', 'order', 'page'],
      keep: false,
      holdsText: true,
      counted: true,
    },
  ],
  ['/feed.xml', file],
  ['/feed.json', file],
  ['/sitemap.xml', file],
  ['/news-sitemap.xml', file],
  ['/robots.txt', file],
  ['/license.xml', file],
  ['/llms.txt', file],
])

/** Addresses of a name below a folder. */
const folders = new Map<string, ReadingRoute>([
  ['articles', article],
  ['sections', shelf],
  ['topics', shelf],
  ['regions', shelf],
  ['authors', shelf],
  ['sitemaps', sitemaps],
  ['maps', maps],
])

/** Files that belong to an address of a folder, by the path below it. */
const filesBelow = new Map([
  [shelf, /^\/[a-z0-9-]{1,100}\/feed\.(?:xml|json)$/],
  [sitemaps, /^\/[a-z0-9-]{1,20}\.xml$/],
  [maps, /^\/[0-9a-f]{32}\.svg$/],
])

/** A page that nothing is known of: its answer says that there is none, and is not kept. */
const unknown: ReadingRoute = { ...document, keep: false }

/** What belongs to one person, to staff or to machines that change something: answered by Next alone. */
const applications = new Set([
  'account',
  'api',
  'comments',
  'feed',
  'gift',
  'newsletters',
  'gift-links',
  'given',
  'newsroom',
  'saved-articles',
  'sign-in',
  'subscribe',
  'withdraw',
])

/** Of these the pages that are read like those above, and need no framework in the browser. */
const ownDocuments = new Set([
  '/subscribe',
  '/given',
  '/comments/write',
  '/comments/edit',
  '/comments/report',
  '/newsletters',
  '/newsletters/confirm',
  '/newsletters/preferences',
  '/newsletters/leave',
])

/** What every page asks for once it is open: who is signed in. */
export const OWN_STATE = '/api/me'

/** Folders of these: what is read with a pass (`lib/gift-links`). */
const ownFolders = /^\/given\/[a-z0-9-]{1,100}$/

/** Whether a page that belongs to one person goes out as a document. */
export const isOwnDocument = (path: string) => ownDocuments.has(path) || ownFolders.test(path)

/** Names as `lib/articles/slug.ts` makes them. Any other spelling is answered and not kept. */
const slug = /^[a-z0-9-]{1,100}$/

/** An address that no route of ours matches. */
export const NOWHERE = '/nothing-is-here'

/**
 * What no page of ours is at, and what something would trip over on the way: Next over what does not begin
 * with a slash and over escapes that say nothing, PostgreSQL over a text with a zero in it. Next's own page for
 * faults has an address, at which anybody could cause one.
 */
function isNoPath(path: string): boolean {
  if (!path.startsWith('/')) return true
  try {
    const plain = path.includes('%') ? decodeURIComponent(path) : path
    return plain.includes('\0') || internal.test(plain)
  } catch {
    return true
  }
}

/** Names that Next keeps for itself, beside the folder of its files. */
const internal = /^\/+_(?!next\/)/

/** How many values of a query are looked at; nobody turns more than one page at once. */
const LONGEST_QUERY = 2000

/**
 * The reading address that a request asks for, or null when it asks for something else: an
 * application, or a file that lies ready.
 */
export function readingAddress(requested: string): ReadingAddress | null {
  const mark = requested.indexOf('?')
  const path = mark === -1 ? requested : requested.slice(0, mark)
  const query = mark === -1 ? '' : requested.slice(mark + 1, mark + 1 + LONGEST_QUERY)
  const found = exact.get(path)
  if (found) return { route: found, url: path + allowed(query, found), article: null }
  if (isNoPath(path)) return { route: unknown, url: NOWHERE, article: null }
  const [, folder = '', name = ''] = path.split('/', 3)
  if (path === `/articles/${name}/comments` && slug.test(name))
    return { route: comments, url: path + allowed(query, comments), article: name }
  const inside = folders.get(folder)
  if (!inside) return isElsewhere(folder) ? null : { route: unknown, url: path, article: null }
  if (filesBelow.get(inside)?.test(path.slice(folder.length + 1)))
    return { route: file, url: path, article: null }
  if (path.length !== folder.length + name.length + 2 || !slug.test(name))
    return { route: { ...inside, keep: false }, url: path + allowed(query, inside), article: null }
  return {
    route: inside,
    url: path + allowed(query, inside),
    article: inside === article ? name : null,
  }
}

/** Where files lie ready: built ones, those of `public`, and those that the door answers with itself. */
const files = new Set(['_next', 'pictures', 'cards'])

const isElsewhere = (folder: string) => applications.has(folder) || files.has(folder)

/** Whether a path is that of a file that lies ready, the same for everybody. */
export const liesReady = (path: string) => files.has(path.split('/', 2)[1] ?? '')

/** Of a query what the page depends on, always in the same order and spelling. */
function allowed(query: string, { query: names }: ReadingRoute): string {
  if (query === '' || names.length === 0) return ''
  const given = new URLSearchParams(query)
  const kept = new URLSearchParams(
    names.flatMap((name) => given.getAll(name).map((value): [string, string] => [name, value])),
  )
  return kept.size === 0 ? '' : `?${kept}`
}

/** What else the page of an address depends on, under the names by which a shared cache is told. */
export function tagsOf({ article: name }: ReadingAddress): string[] {
  return name === null ? ['lists'] : [`article:${name}`, 'lists']
}
