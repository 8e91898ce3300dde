import { expect, test } from 'vitest'
import { crawlers, licence } from '#lib/crawlers.ts'
import { xmlFaults } from '../testing/validators.ts'
import { licenceXml } from './licence.ts'
import { robotsTxt } from './robots.ts'

const site = new URL('https://news.example')

/** The rules for a crawler, as RFC 9309 has them found. */
function rulesFor(text: string, name: string): string[] {
  const groups = text
    .split('\n')
    .filter((line) => /^(user-agent|allow|disallow):/i.test(line))
    .join('\n')
    .split(/(?<=^(?:allow|disallow):.*)\n(?=user-agent:)/im)
  const group = (one: string) => groups.find((lines) => lines.includes(`User-agent: ${one}\n`))
  return (group(name) ?? group('*') ?? '').split('\n').filter((line) => !/^user-agent/i.test(line))
}

test('each switch decides about its crawler, and about no other', () => {
  for (const name of Object.keys(crawlers)) {
    const refused = { ...crawlers, [name]: { of: 'x', may: 'not read' as const } }
    expect(rulesFor(robotsTxt(refused, site), name)).toEqual(['Allow: /license.xml', 'Disallow: /'])
    const let_in = { ...crawlers, [name]: { of: 'x', may: 'read' as const } }
    expect(rulesFor(robotsTxt(let_in, site), name)).toEqual(rulesFor(robotsTxt(let_in, site), '*'))
  }
})

test('search engines may read what everybody reads, and nothing of one person', () => {
  const rules = rulesFor(robotsTxt(crawlers, site), 'Googlebot')
  expect(rules).toContain('Disallow: /account')
  expect(rules).toContain('Disallow: /feed/')
  expect(rules).not.toContain('Disallow: /')
})

test('robots.txt says where the licence and the sitemaps are, once and for all', () => {
  const text = robotsTxt(crawlers, site)
  expect(text).toContain('\nLicense: https://news.example/license.xml\n')
  expect(text).toContain('\nSitemap: https://news.example/sitemap.xml\n')
  expect(text).toContain('\nSitemap: https://news.example/news-sitemap.xml\n')
  expect(robotsTxt({}, site)).toMatch(/^User-agent: \*\n/)
})

test('the licence is RSL 1.0 by its grammar', async () => {
  const xml = licenceXml(licence, site)
  expect(await xmlFaults(xml, 'rsl')).toEqual([])
  expect(xml).toContain('<prohibits type="usage">ai-train</prohibits>')
  const nothing = { permits: [], prohibits: ['ai-all'], payment: 'free' } as const
  expect(await xmlFaults(licenceXml(nothing, site), 'rsl')).toEqual([])
  expect(await xmlFaults(xml.replace('ai-train', 'ai-train, search'), 'rsl')).not.toEqual([])
})

test('what the licence permits it does not prohibit: whoever reads it takes what is both as refused', () => {
  expect(licence.permits.filter((usage) => licence.prohibits.includes(usage))).toEqual([])
})
