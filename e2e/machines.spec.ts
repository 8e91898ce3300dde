import { type APIResponse, expect, test } from '@playwright/test'
import { stack } from './support/stack.ts'

test.use({ baseURL: stack().site })

const cut = '/articles/low-water-at-skelmouth'
const free = '/articles/who-mends-the-wall'

const files: Record<string, string> = {
  '/feed.xml': 'application/rss+xml; charset=utf-8',
  '/feed.json': 'application/feed+json; charset=utf-8',
  '/sections/ports/feed.xml': 'application/rss+xml; charset=utf-8',
  '/topics/water/feed.json': 'application/feed+json; charset=utf-8',
  '/regions/north-sea/feed.xml': 'application/rss+xml; charset=utf-8',
  '/authors/maren-thistlewood/feed.json': 'application/feed+json; charset=utf-8',
  '/sitemap.xml': 'application/xml; charset=utf-8',
  '/sitemaps/pages.xml': 'application/xml; charset=utf-8',
  '/news-sitemap.xml': 'application/xml; charset=utf-8',
  '/robots.txt': 'text/plain; charset=utf-8',
  '/license.xml': 'application/rsl+xml; charset=utf-8',
  '/llms.txt': 'text/markdown; charset=utf-8',
}

const head = (answer: APIResponse, ...names: string[]) =>
  names.map((name) => answer.headers()[name.toLowerCase()])

for (const [path, type] of Object.entries(files))
  test(`${path} is the same for everybody, and who has it is told so`, async ({ request }) => {
    // Between the two something may have been published: others do so while this is asked.
    await expect(async () => {
      const first = await request.get(path)
      expect(first.status()).toBe(200)
      expect(head(first, 'Content-Type', 'Cache-Control')).toEqual([type, 'public, no-cache'])
      const [etag = ''] = head(first, 'ETag')
      const again = await request.get(path, { headers: { 'If-None-Match': etag } })
      expect(again.status()).toBe(304)
      expect(head(again, 'ETag')).toEqual([etag])
    }).toPass()
  })

test('a file that is not there is none', async ({ request }) => {
  for (const path of [
    '/sections/none/feed.xml',
    '/articles/low-water-at-skelmouth/feed.xml',
    '/nothing/ports/feed.json',
    '/sitemaps/1999-01.xml',
    '/sitemaps/none.xml',
  ])
    expect({ path, status: (await request.get(path)).status() }).toEqual({ path, status: 404 })
})

test('every address that a sitemap names is there, and is its own canonical one', async ({
  request,
}) => {
  const locations = async (path: string) =>
    [...(await (await request.get(path)).text()).matchAll(/<loc>([^<]+)/g)].map(
      ([, url = '']) => new URL(url).pathname,
    )
  const addresses = new Set<string>()
  for (const sitemap of await locations('/sitemap.xml'))
    for (const address of await locations(sitemap)) addresses.add(address)
  // The wall publishes articles of its own beside these.
  const lasting = [...addresses].filter((address) => !/wall|publish|import/.test(address))
  expect(lasting).toEqual(expect.arrayContaining(['/', '/subscribe', cut, '/sections/ports']))
  for (const address of lasting) {
    const answer = await request.get(address)
    const [, canonical = address] =
      /<link rel="canonical" href="([^"]+)"/.exec(await answer.text()) ?? []
    expect({
      address,
      status: answer.status(),
      at: new URL(canonical, stack().site).pathname,
    }).toEqual({ address, status: 200, at: address })
  }
})

test('a page leads to the feeds of what it shows, for people and for programs', async ({
  page,
}) => {
  await page.goto('/sections/ports')
  const links = page.locator('link[rel="alternate"]')
  const addresses = await links.evaluateAll((found) =>
    found.map(
      (one) =>
        `${one.getAttribute('type')} ${new URL(one.getAttribute('href') ?? '', location.href).pathname}`,
    ),
  )
  expect(addresses.toSorted()).toEqual([
    'application/feed+json /feed.json',
    'application/feed+json /sections/ports/feed.json',
    'application/rss+xml /feed.xml',
    'application/rss+xml /sections/ports/feed.xml',
  ])
  await expect(page.getByRole('link', { name: 'Feed (RSS) of Ports' })).toHaveAttribute(
    'href',
    '/sections/ports/feed.xml',
  )
  for (const path of ['/', cut]) {
    await page.goto(path)
    await expect(links).toHaveCount(2)
  }
})

test('a link that is passed on has a picture: the card of its article, or that of the publication', async ({
  request,
}) => {
  const pictureOf = async (path: string) => {
    const html = await (await request.get(path)).text()
    const meta = (name: string) =>
      new RegExp(`<meta (?:property|name)="${name}" content="([^"]*)"`).exec(html)?.[1]
    const [width, height] = [meta('og:image:width'), meta('og:image:height')]
    return {
      url: meta('og:image') ?? '',
      alt: meta('og:image:alt'),
      width,
      height,
      card: meta('twitter:card'),
    }
  }
  const publication = await pictureOf('/')
  expect(publication).toEqual({
    url: expect.stringMatching(/\/cards\/[0-9a-f]{32}\.png$/),
    alt: 'The Leadline: Slow reporting on trade, water and work',
    width: '1200',
    height: '630',
    card: 'summary_large_image',
  })
  expect((await pictureOf('/sections/ports')).url).toBe(publication.url)
  // Printed some seconds after the article is published.
  await expect
    .poll(async () => (await pictureOf(cut)).alt, { timeout: 60_000 })
    .toBe('The Leadline, Ports: Low water at Skelmouth')
  const article = await pictureOf(cut)
  expect(article.url).not.toBe(publication.url)
  for (const { url } of [publication, article]) {
    const answer = await request.get(url)
    expect([answer.status(), ...head(answer, 'Content-Type', 'Cache-Control')]).toEqual([
      200,
      'image/png',
      'public, max-age=31536000, immutable, s-maxage=60',
    ])
    // Its measures, where a PNG has them.
    const bytes = await answer.body()
    expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([1200, 630])
  }
})

test('data about an article say what its page shows', async ({ page }) => {
  const dataOf = async (path: string): Promise<Record<string, never>[]> => {
    await page.goto(path)
    const found = page.locator('script[type="application/ld+json"]')
    return (await found.allTextContents()).map((text) => JSON.parse(text))
  }
  const [article, way] = await dataOf(cut)
  expect(article).toMatchObject({
    '@type': 'NewsArticle',
    isAccessibleForFree: false,
    hasPart: { '@type': 'WebPageElement', isAccessibleForFree: false, cssSelector: '.paywall' },
  })
  // The part that is not free stands there once, and here it is cut.
  await expect(page.locator('.paywall')).toHaveCount(1)
  await expect(page.locator('meta[name="robots"]')).toHaveAttribute('content', /noarchive/)
  const shown = page.getByRole('navigation', { name: 'Breadcrumb' }).getByRole('link')
  expect(
    await shown.evaluateAll((links) =>
      links.map((one) => [
        one.textContent,
        new URL(one.getAttribute('href') ?? '', location.href).href,
      ]),
    ),
  ).toEqual([
    ['The Leadline', `${stack().site}/`],
    ['Ports', `${stack().site}/sections/ports`],
  ])
  expect(way).toMatchObject({
    '@type': 'BreadcrumbList',
    itemListElement: [
      { position: 1, name: 'The Leadline', item: `${stack().site}/` },
      { position: 2, name: 'Ports', item: `${stack().site}/sections/ports` },
      { position: 3, name: await page.locator('h1').textContent() },
    ],
  })

  expect((await dataOf(free))[0]).toMatchObject({ isAccessibleForFree: true })
  await expect(page.locator('.paywall')).toHaveCount(0)
  await expect(page.locator('meta[name="robots"]')).not.toHaveAttribute('content', /noarchive/)

  const types = async (path: string) => (await dataOf(path)).map((one) => one['@type'])
  expect(await types('/')).toEqual(['NewsMediaOrganization', 'WebSite'])
  expect(await types('/sections/ports')).toEqual(['BreadcrumbList'])
  expect(await types('/authors/maren-thistlewood')).toEqual(['ProfilePage', 'BreadcrumbList'])
})
