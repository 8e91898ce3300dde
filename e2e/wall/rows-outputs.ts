/** W34–W36 and W47: what else the site hands out. */
import type { Agent } from 'node:http'
import type { Fixture } from './fixtures.ts'
import type { Probe, Row } from './matrix.ts'
import { naming } from './naming.ts'
import { type Answer, headerOf, send } from './request.ts'
import { pathsOf } from './routes.ts'

const open = (paths: string[]): Probe[] => paths.map((path) => ({ path, expect: 'public' }))

const has =
  (...words: string[]) =>
  (answer: Answer) => [
    ...(answer.status === 200 ? [] : [`answered ${answer.status}`]),
    ...words.filter((word) => !answer.body.includes(word)).map((word) => `lacks ${word}`),
  ]

const pathsIn = (fixtures: Fixture[]) => fixtures.map(({ path }) => path)

/** The sitemaps that the index names. */
async function sitemapsOf(agent: Agent): Promise<string[]> {
  const index = (await send({ path: '/sitemap.xml' }, agent)).body.toString()
  return [...index.matchAll(/<loc>([^<]+)/g)].map(([, url = '']) => new URL(url).pathname)
}

const feeds = [
  '/rss',
  '/rss.xml',
  '/feed',
  '/feed/',
  '/feeds',
  '/atom.xml',
  '/index.xml',
  '/feed.atom',
  '/full.xml',
  '/feed.xml?full=1',
  '/feed.xml?content=full',
  '/feed.xml?format=full&fields=content',
  '/feed.xml?token=x',
  '/?feed=rss2',
  '/feed.json?full=1',
  '/sections/work/feed.xml?content=full',
  '/authors/wall-keeper/feed.json?full=1',
  '/authors/wall-keeper/feed.atom',
  '/authors/wall-keeper/feed',
  '/articles/wall-early/feed',
  '/articles/wall-early/feed.xml',
]

const machineFiles = [
  '/llms-full.txt',
  '/ads.txt',
  '/app-ads.txt',
  '/humans.txt',
  '/security.txt',
  '/.well-known/security.txt',
  '/sitemap-news.xml',
  '/sitemap_index.xml',
  '/sitemap/0.xml',
  '/sitemap.xml?full=1',
  '/sitemaps',
  '/sitemaps/articles.xml',
  '/manifest.json',
  '/manifest.webmanifest',
  '/opensearch.xml',
  '/oembed?url=/articles/wall-early',
  '/robots.txt?x=1',
]

const tricks = [
  'fields=*',
  'fields=html,gatedHtml,gated_html,body,text',
  'fields[]=gated',
  'include=gated,revisions,article_gated',
  'include[]=gated',
  'select=*',
  'select=html,text',
  'expand=gated',
  'expand[]=data.gated',
  'populate=*',
  'with=gated',
  'embed=gated',
  'depth=9',
  'full=1',
  'format=full',
  'formats=html,plaintext',
  'debug=1',
  'draft=true',
  'preview=1',
  'slug=wall-early',
  'slug=wall-early&fields=*&include=gated',
  'id=1&expand=*',
  'class=subscriber',
  'readerClass=subscriber',
]

const guesses = [
  '/api',
  '/api/articles',
  '/api/articles/wall-early',
  '/api/articles/wall-early/gated',
  '/api/article?slug=wall-early',
  '/api/search?q=bell',
  '/api/posts',
  '/api/content',
  '/api/preview?slug=wall-early',
  '/api/draft?slug=wall-early',
  '/api/revalidate?path=/articles/wall-early',
  '/api/auth/session',
  '/api/graphql',
  '/graphql',
  '/api/v1/articles',
  '/trpc/article.get',
  '/wp-json/wp/v2/posts?per_page=100',
  '/ghost/api/content/posts/?formats=html',
  '/xmlrpc.php',
  '/_next/image?url=%2Fpictures%2Fx.webp&w=640&q=75',
]

const json: [string, string][] = [['Content-Type', 'application/json']]
const asked = JSON.stringify({
  slug: 'wall-early',
  fields: ['*'],
  include: ['gated'],
  query: '{ article(slug: "wall-early") { gatedHtml } }',
})

const apiProbes = (paths: string[]): Probe[] =>
  paths.flatMap((path): Probe[] => [
    ...tricks.map((trick) => ({ path: `${path}?${trick}`, expect: 'public' as const })),
    ...['GET', 'HEAD', 'OPTIONS'].map((method) => ({ path, method, expect: 'public' as const })),
    { path, method: 'POST', headers: json, body: asked, expect: 'public' },
    {
      path,
      headers: [
        ['Accept', 'text/html'],
        ['X-HTTP-Method-Override', 'POST'],
      ],
      expect: 'public',
    },
  ])

/** A cookie that somebody else's cache hands on signs a stranger in. */
function cookieIsPrivate(answer: Answer): string[] {
  const cache = headerOf(answer, 'Cache-Control').toLowerCase()
  const isKept = /\bpublic\b|s-maxage|^(?!.*(?:private|no-store))/.test(cache)
  return headerOf(answer, 'Set-Cookie') !== '' && isKept
    ? [`sets a cookie with Cache-Control: ${cache || 'none'}`]
    : []
}

/** What differs from person to person may stand in no cache at all. */
function personIsPrivate(answer: Answer): string[] {
  const cache = headerOf(answer, 'Cache-Control').toLowerCase()
  if (answer.status !== 200) return []
  return /private|no-store/.test(cache) && !/\bpublic\b/.test(cache)
    ? []
    : [`belongs to a person and says Cache-Control: ${cache || 'none'}`]
}

export const outputRows: Row[] = [
  {
    number: 'W34',
    title: 'feeds',
    sends: `the feeds of everything, of sections, topics, regions and authors, and ${feeds.length} addresses where others have a fuller one`,
    probes: ({ fixtures }) => [
      ...naming.feeds.map((path): Probe => ({
        path,
        expect: 'public',
        check: has(path.endsWith('.xml') ? '<rss' : '"items":', ...pathsIn(fixtures)),
      })),
      ...open(pathsOf('feed').filter((path) => /\/feed(?:\.|\/)/.test(path))),
      ...open(feeds),
    ],
  },
  {
    number: 'W35',
    title: 'sitemaps and files for machines',
    sends:
      'each sitemap of the index, robots.txt, the licence, llms.txt, ads.txt and their relatives',
    probes: async ({ fixtures, agent }) => [
      {
        path: '/sitemap.xml',
        expect: 'public',
        check: has('<sitemapindex', '/sitemaps/pages.xml'),
      },
      ...(await sitemapsOf(agent)).map((path): Probe => ({
        path,
        expect: 'public',
        check: has('<urlset', ...(path === naming.sitemap ? pathsIn(fixtures) : [])),
      })),
      { path: naming.llms, expect: 'public', check: has('## Previews', ...pathsIn(fixtures)) },
      { path: '/license.xml', expect: 'public', check: has('<rsl') },
      { path: '/news-sitemap.xml', expect: 'public', check: has('<urlset') },
      { path: '/robots.txt', expect: 'public', check: has('User-agent: *') },
      ...open(machineFiles),
    ],
  },
  {
    number: 'W36',
    title: 'every API',
    sends: `each API route of the build with ${tricks.length} tricks and four methods, and ${guesses.length} guesses`,
    probes: () => [
      ...apiProbes(pathsOf('api')),
      ...open(guesses),
      ...guesses.map((path): Probe => ({
        path,
        method: 'POST',
        headers: json,
        body: asked,
        expect: 'public',
      })),
    ],
  },
  {
    number: 'W47',
    title: 'cookies and caches',
    sends: 'every route of the build; none sets a cookie under a public Cache-Control',
    probes: ({ fixtures }, { state }) => [
      ...pathsOf('site', 'feed').map((path): Probe => ({
        path,
        expect: 'public',
        check: cookieIsPrivate,
      })),
      ...pathsOf('article').map((path): Probe => ({ path, check: cookieIsPrivate })),
      ...pathsOf('person', 'staff', 'api').map((path): Probe => ({
        path,
        expect: 'public',
        check: (answer) => [
          ...cookieIsPrivate(answer),
          ...(state === 'anonymous' ? [] : personIsPrivate(answer)),
        ],
      })),
      ...fixtures.map(({ path }): Probe => ({ path, method: 'HEAD', check: cookieIsPrivate })),
    ],
  },
]
