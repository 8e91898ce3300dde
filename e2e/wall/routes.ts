/** Every route of the build, classified by hand. A route that stands in no line here fails the run. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { root } from '../support/stack.ts'
import { stories } from './stories.ts'

/**
 * `article`: may hold gated text for those who may read it. `site`: pages for readers that never do.
 * `person`, `staff`: belong to one person, to the newsroom. `feed`: for machines. `api`: answers data.
 */
export type RouteKind = 'article' | 'site' | 'person' | 'staff' | 'feed' | 'api'

type Route = { kind: RouteKind; paths: string[] }

const nobody = '0190b0e0-0000-7000-8000-000000000000'

const shelves = [
  '/sections/work',
  '/topics/measurement',
  '/regions/north-sea',
  '/authors/wall-keeper',
]

/** Those that move are left to the rows that move them: at this moment one may be free, and its words no secret. */
const standing = Object.keys(stories).filter((kind) => !['moving', 'shifting'].includes(kind))

/** The addresses under which the wall knocks at each route. */
export const routes: Record<string, Route> = {
  '/': { kind: 'site', paths: ['/', '/?page=2', '/?full=1'] },
  '/articles/[slug]': {
    kind: 'article',
    paths: [
      ...standing.map((kind) => `/articles/wall-${kind}`),
      '/articles/low-water-at-skelmouth',
      '/articles/no-such-article',
    ],
  },
  '/articles/[slug]/comments': {
    kind: 'article',
    paths: [
      ...standing.map((kind) => `/articles/wall-${kind}/comments`),
      '/articles/low-water-at-skelmouth/comments',
      '/articles/low-water-at-skelmouth/comments?order=oldest',
      `/articles/low-water-at-skelmouth/comments?thread=${nobody}`,
      '/articles/no-such-article/comments',
    ],
  },
  '/authors/[slug]': {
    kind: 'site',
    paths: ['/authors/wall-keeper', '/authors/maren-thistlewood'],
  },
  '/sections/[slug]': {
    kind: 'site',
    paths: ['/sections/work', '/sections/ports', '/sections/none'],
  },
  '/topics/[slug]': { kind: 'site', paths: ['/topics/measurement', '/topics/measurement?page=2'] },
  '/regions/[slug]': { kind: 'site', paths: ['/regions/north-sea'] },
  '/maps/[file]': {
    kind: 'feed',
    paths: ['/maps/00000000000000000000000000000000.svg', '/maps/none.svg'],
  },
  '/cards/[file]': {
    kind: 'feed',
    paths: ['/cards/00000000000000000000000000000000.png', '/cards/none.png'],
  },
  '/search': {
    kind: 'site',
    paths: ['/search', '/search?q=bell', ...Object.values(stories).map(searchFor)],
  },
  '/subscribe': {
    kind: 'person',
    paths: ['/subscribe', '/subscribe?plan=annual&from=/articles/wall-early'],
  },
  '/subscribe/return': { kind: 'person', paths: ['/subscribe/return'] },
  '/gift': { kind: 'person', paths: ['/gift'] },
  '/gift/return': { kind: 'person', paths: ['/gift/return'] },
  '/gift/redeem': { kind: 'person', paths: ['/gift/redeem', '/gift/redeem?code=none'] },
  '/sign-in': { kind: 'person', paths: ['/sign-in', '/sign-in?to=/articles/wall-early'] },
  '/sign-in/code': { kind: 'person', paths: ['/sign-in/code'] },
  '/sign-in/confirm': {
    kind: 'person',
    paths: ['/sign-in/confirm', '/sign-in/confirm?token=none'],
  },
  '/account': { kind: 'person', paths: ['/account'] },
  '/account/comments': {
    kind: 'person',
    paths: ['/account/comments', '/account/comments?page=2'],
  },
  '/comments/write': {
    kind: 'person',
    paths: ['/comments/write', '/comments/write?article=wall-early'],
  },
  '/comments/edit': { kind: 'person', paths: [`/comments/edit?comment=${nobody}`] },
  '/comments/report': {
    kind: 'person',
    paths: [`/comments/report?comment=${nobody}`, '/comments/report?done=wall-early'],
  },
  '/account/plan': { kind: 'person', paths: ['/account/plan', '/account/plan?to=annual'] },
  '/account/cancel': { kind: 'person', paths: ['/account/cancel'] },
  '/account/invoices': {
    kind: 'person',
    paths: ['/account/invoices', '/account/invoices?year=2026'],
  },
  '/account/pause': { kind: 'person', paths: ['/account/pause'] },
  '/account/pay': { kind: 'person', paths: ['/account/pay'] },
  '/account/return': { kind: 'person', paths: ['/account/return'] },
  '/account/email': { kind: 'person', paths: ['/account/email'] },
  '/account/email/confirm': {
    kind: 'person',
    paths: [
      '/account/email/confirm',
      '/account/email/confirm?token=none',
      '/account/email/confirm?done',
    ],
  },
  '/account/feed': { kind: 'person', paths: ['/account/feed'] },
  '/account/newsletters': {
    kind: 'person',
    paths: ['/account/newsletters', '/account/newsletters?did=saved'],
  },
  '/newsletters': { kind: 'person', paths: ['/newsletters', '/newsletters?pick=first-light'] },
  '/newsletters/confirm': {
    kind: 'person',
    paths: ['/newsletters/confirm', `/newsletters/confirm?t=${nobody}.none`],
  },
  '/newsletters/preferences': {
    kind: 'person',
    paths: ['/newsletters/preferences', `/newsletters/preferences?t=${nobody}.none`],
  },
  '/newsletters/leave': {
    kind: 'person',
    paths: ['/newsletters/leave', `/newsletters/leave?t=${nobody}.first-light.none`],
  },
  '/account/gift-links': { kind: 'person', paths: ['/account/gift-links'] },
  '/account/gift-links/new': {
    kind: 'person',
    paths: ['/account/gift-links/new', '/account/gift-links/new?article=wall-early'],
  },
  '/account/saved': {
    kind: 'person',
    paths: [
      '/account/saved',
      '/account/saved?page=2',
      '/account/saved?removed=wall-early&since=2026-11-01T06:00:00.000Z',
    ],
  },
  '/account/saved/new': {
    kind: 'person',
    paths: ['/account/saved/new', '/account/saved/new?article=wall-early'],
  },
  '/account/history': {
    kind: 'person',
    paths: ['/account/history', '/account/history?page=2&notice=off'],
  },
  '/saved-articles': { kind: 'person', paths: ['/saved-articles'] },
  // Those that open something: `given.ts`.
  '/given': { kind: 'person', paths: ['/given', '/given?why=over', '/given?why=withdrawn'] },
  '/given/[slug]': { kind: 'person', paths: ['/given/wall-early', '/given/no-such-article'] },
  '/account/export': { kind: 'person', paths: ['/account/export'] },
  '/account/delete': { kind: 'person', paths: ['/account/delete'] },
  '/account/delete/done': { kind: 'person', paths: ['/account/delete/done'] },
  '/withdraw': { kind: 'person', paths: ['/withdraw', '/withdraw?t=sub_1.none'] },
  '/withdraw/received': {
    kind: 'person',
    paths: ['/withdraw/received', `/withdraw/received?w=${nobody}.none`],
  },
  '/newsroom': { kind: 'staff', paths: ['/newsroom'] },
  '/newsroom/comments': {
    kind: 'staff',
    paths: ['/newsroom/comments', '/newsroom/comments?show=all&q=wall'],
  },
  '/newsroom/comments/words': { kind: 'staff', paths: ['/newsroom/comments/words'] },
  '/newsroom/comments/[id]': { kind: 'staff', paths: [`/newsroom/comments/${nobody}`] },
  '/newsroom/readers': { kind: 'staff', paths: ['/newsroom/readers', '/newsroom/readers?q=wall'] },
  '/newsroom/readers/found': { kind: 'staff', paths: ['/newsroom/readers/found?q=wall'] },
  '/newsroom/readers/[id]/grant': {
    kind: 'staff',
    paths: [`/newsroom/readers/${nobody}/grant`],
  },
  '/newsroom/readers/[id]/give-back': {
    kind: 'staff',
    paths: [`/newsroom/readers/${nobody}/give-back?payment=pi_none`],
  },
  '/newsroom/readers/[id]/refund': {
    kind: 'staff',
    paths: [`/newsroom/readers/${nobody}/refund?subscription=sub_none`],
  },
  '/newsroom/readers/[id]': { kind: 'staff', paths: [`/newsroom/readers/${nobody}`] },
  '/newsroom/billing': {
    kind: 'staff',
    paths: ['/newsroom/billing', '/newsroom/billing?replayed=processed&event=evt_wall'],
  },
  '/newsroom/pictures': {
    kind: 'staff',
    paths: ['/newsroom/pictures', '/newsroom/pictures?page=2', '/newsroom/pictures?q=wall'],
  },
  '/newsroom/pictures/add': { kind: 'staff', paths: ['/newsroom/pictures/add'] },
  '/newsroom/pictures/[id]': { kind: 'staff', paths: [`/newsroom/pictures/${nobody}`] },
  '/newsroom/pictures/[id]/file': {
    kind: 'staff',
    paths: [`/newsroom/pictures/${nobody}/file`, `/newsroom/pictures/${nobody}/file?large`],
  },
  '/newsroom/front': { kind: 'staff', paths: ['/newsroom/front', '/newsroom/front?did=set'] },
  '/newsroom/front/[name]': {
    kind: 'staff',
    paths: ['/newsroom/front/lead', '/newsroom/front/lead?q=wall', '/newsroom/front/none'],
  },
  '/newsroom/newsletters': {
    kind: 'staff',
    paths: ['/newsroom/newsletters', '/newsroom/newsletters?of=tide-tables&did=sent'],
  },
  '/api/newsletters/unsubscribe': {
    kind: 'api',
    paths: [
      '/api/newsletters/unsubscribe',
      `/api/newsletters/unsubscribe?t=${nobody}.first-light.none`,
    ],
  },
  '/api/health': { kind: 'api', paths: ['/api/health'] },
  '/api/me': { kind: 'api', paths: ['/api/me'] },
  '/api/stripe/webhook': { kind: 'api', paths: ['/api/stripe/webhook'] },
  '/feed.xml': { kind: 'feed', paths: ['/feed.xml'] },
  '/feed.json': { kind: 'feed', paths: ['/feed.json'] },
  '/[shelf]/[slug]/feed.xml': { kind: 'feed', paths: shelves.map((one) => `${one}/feed.xml`) },
  '/[shelf]/[slug]/feed.json': { kind: 'feed', paths: shelves.map((one) => `${one}/feed.json`) },
  '/gift-links/[token]': {
    kind: 'feed',
    paths: ['/gift-links/none', `/gift-links/${'A'.repeat(32)}`],
  },
  // That of one person: `private-feeds.ts` knocks at those that open something.
  '/feed/[file]': {
    kind: 'feed',
    paths: ['/feed/none.xml', '/feed/none.json', `/feed/${'A'.repeat(43)}.xml`],
  },
  '/sitemap.xml': { kind: 'feed', paths: ['/sitemap.xml'] },
  '/sitemaps/[file]': {
    kind: 'feed',
    paths: ['/sitemaps/pages.xml', '/sitemaps/2026-11.xml', '/sitemaps/1999-01.xml'],
  },
  '/news-sitemap.xml': { kind: 'feed', paths: ['/news-sitemap.xml'] },
  '/robots.txt': { kind: 'feed', paths: ['/robots.txt'] },
  '/license.xml': { kind: 'feed', paths: ['/license.xml'] },
  '/llms.txt': { kind: 'feed', paths: ['/llms.txt'] },
  '/_not-found': { kind: 'site', paths: ['/_not-found', '/nothing/here'] },
  '/_global-error': { kind: 'site', paths: ['/_global-error'] },
}

/** A phrase that stands only below a marker. Not whole: a page that says it back would be a leak of eight words. */
function searchFor({ end }: { end: string }): string {
  return `/search?q=${encodeURIComponent(`"${end.split(' ').slice(0, 5).join(' ')}"`)}`
}

const manifest = z.record(z.string(), z.string())
const read = (file: string): unknown =>
  JSON.parse(readFileSync(path.join(root, '.next', file), 'utf8'))

/** The addresses that the door answers itself, before Next. */
const answeredByTheDoor = ['/api/stripe/webhook', '/cards/[file]']

/** The addresses that the door answers and those that the build serves, as it says itself, and those of the old router that are no error page. */
export function builtRoutes(): string[] {
  const pages = Object.keys(manifest.parse(read('server/pages-manifest.json')))
  return [
    ...answeredByTheDoor,
    ...Object.values(manifest.parse(read('app-path-routes-manifest.json'))),
    ...pages.filter((page) => !['/_app', '/_document', '/_error', '/404', '/500'].includes(page)),
  ].toSorted()
}

/** Every address of the routes of these kinds. */
export function pathsOf(...kinds: RouteKind[]): string[] {
  return Object.values(routes)
    .filter(({ kind }) => kinds.includes(kind))
    .flatMap(({ paths }) => paths)
}
