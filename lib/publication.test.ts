import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { identity } from '../publication.ts'
import type { Identity } from './identity/identity.ts'
import { useTestEnvironment } from './testing/environment.ts'

const { light, dark } = identity.colours

/** A publication that has nothing in common with the one of the house. */
const other: Identity = {
  name: 'Der Hafenbote',
  tagline: 'Nachrichten vom Wasser',
  description: 'Der Hafenbote meldet, was im Hafen geschieht.',
  language: 'de',
  direction: 'ltr',
  locale: 'de-DE',
  timeZone: 'Europe/Berlin',
  currency: 'eur',
  contactEmail: 'redaktion@hafenbote.example',
  senderEmail: 'post@hafenbote.example',
  social: [{ name: 'Fedi', address: 'https://fedi.example/@hafenbote' }],
  typefaces: { reading: 'Literata', interface: 'Public Sans' },
  logo: {
    mark: {
      light: '<svg viewBox="0 0 8 8"><rect width="8" height="8" fill="#aa00aa"/></svg>',
      dark: '<svg viewBox="0 0 8 8"><rect width="8" height="8" fill="#ffaaff"/></svg>',
    },
    wordmark: null,
    icon: '<svg viewBox="0 0 8 8"><rect width="8" height="8" fill="var(--brand)"/></svg>',
  },
  colours: {
    light: {
      ...light,
      paper: '#fefefe',
      brand: '#550055',
      panel: '#eeeeee',
      red: '#aa00aa',
      deep: '#330033',
    },
    dark: {
      ...dark,
      paper: '#010101',
      brand: '#ffddff',
      panel: '#111111',
      red: '#ff77ff',
      deep: '#330033',
      'on-brand': '#220022',
    },
  },
}

useTestEnvironment()
beforeAll(() => {
  vi.resetModules()
  vi.doMock('../publication.ts', () => ({ identity: other }))
})
afterAll(() => {
  vi.doUnmock('../publication.ts')
  vi.resetModules()
})

/** What nobody wants to find in another's publication. */
const ofTheHouse =
  /leadline|newsreader|instrument|sounding|desk@|\$\d|#10302f|#fbf8f1|#d8442b|M10 0v52/i

const site = new URL('https://hafenbote.example')

/** Everything in which a publication shows itself, as text. */
const shown: [string, () => Promise<string>][] = [
  [
    'the head of a page',
    async () => {
      const { Nameplate } = await import('../app/parts/nameplate.tsx')
      return renderToStaticMarkup(createElement(Nameplate))
    },
  ],
  [
    'the foot of a page',
    async () => {
      const { Footer } = await import('../app/parts/footer.tsx')
      return renderToStaticMarkup(createElement(Footer, { sections: [], topics: [], regions: [] }))
    },
  ],
  [
    'a page that is made without Next',
    async () => {
      const { plainPage } = await import('./door/plain-page.ts')
      return plainPage({ kicker: '404', title: 'Not here', sentences: [], ways: [] })
    },
  ],
  [
    'a mail',
    async () => {
      const { renderMail } = await import('./mail/render.tsx')
      const mail = { kind: 'welcome', renewsAt: null, amount: 500, currency: 'eur' } as const
      return (await renderMail(mail)).html
    },
  ],
  [
    'a feed',
    async () => {
      const { toRss } = await import('./articles/feeds/rss.ts')
      const { publication } = await import('./publication.ts')
      const { name: title, description } = publication
      return toRss({ title, description, home: site.href, self: null, items: [] })
    },
  ],
  [
    'what search engines are told',
    async () => {
      const { publisherData, siteData } = await import('./articles/structured-data.ts')
      return JSON.stringify([publisherData(site), siteData(site)])
    },
  ],
  [
    'what is for sale',
    async () => {
      const { plans } = await import('./plans.ts')
      const { publication } = await import('./publication.ts')
      return JSON.stringify([publication.name, plans])
    },
  ],
]

test.each(shown)('%s is that of another publication when the file is', async (_, show) => {
  const text = await show()
  expect(text).toContain('Hafenbote')
  expect(text).not.toMatch(ofTheHouse)
})

test('accounts elsewhere stand in the foot and in what search engines are told', async () => {
  const texts = await Promise.all(
    shown
      .filter(([name]) => name === 'the foot of a page' || name === 'what search engines are told')
      .map(async ([, show]) => show()),
  )
  for (const text of texts) expect(text).toContain('https://fedi.example/@hafenbote')
})

test('the tab has its drawing in its colours, and the mails and pages its own by day and by night', async () => {
  const { icon } = await import('../app/tab-icon.ts')
  expect(decodeURIComponent(icon.url)).toContain('fill="#550055"')
  const said = new Map(shown)
  expect(await said.get('a mail')?.()).toContain('#550055')
  const plain = await said.get('a page that is made without Next')?.()
  expect(plain).toMatch(/--paper:#fefefe.*prefers-color-scheme:dark.*--paper:#010101/)
  const head = await said.get('the head of a page')?.()
  expect(head).toMatch(/dark:hidden.*#aa00aa.*hidden dark:block.*#ffaaff/)
})

test('amounts and days are written as it writes them', async () => {
  const { formatDay, formatMoney } = await import('./format.ts')
  const { plans } = await import('./plans.ts')
  expect(formatMoney(1250, 'eur')).toBe('12,50\u00a0€')
  expect(formatDay(new Date('2027-03-12T23:30:00Z'))).toBe('13. März 2027')
  expect(plans.map(({ label }) => label)).toEqual(['5\u00a0€ a month', '50\u00a0€ a year'])
})

const root = path.dirname(import.meta.dirname)

/** The files below a folder that are built from, and no test. */
const filesOf = (folder: string) =>
  readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((file) => path.join(folder, file))
    .filter((file) => /\.(?:tsx?|js|css)$/.test(file) && !/\.test\.tsx?$|testing\//.test(file))

test('no other file of the house names a colour of its own, or whose publication it is', () => {
  const colour = /#[\da-f]{6}\b|#[\da-f]{3}\b(?!;)|\b(?:rgb|hsl|oklch|lab)a?\(/i
  const files = [...filesOf('app'), ...filesOf('lib')]
  expect(files.length).toBeGreaterThan(400)
  const wrong = files.filter((file) => {
    const text = readFileSync(path.join(root, file), 'utf8')
    const drawn = file.startsWith('app') || /^lib\/(?:mail|door|identity)\//.test(file)
    return /leadline/i.test(text) || (drawn && colour.test(text))
  })
  expect(wrong).toEqual([])
})
