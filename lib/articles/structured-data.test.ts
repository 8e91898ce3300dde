import { describe, expect, test } from 'vitest'
import { publication } from '#lib/publication.ts'
import type { ArticlePage } from './read.ts'
import {
  articleData,
  authorData,
  breadcrumbData,
  crumbsTo,
  publisherData,
  siteData,
  toScriptJson,
} from './structured-data.ts'
import { structuredDataFaults } from './testing/validators.ts'

const article: ArticlePage = {
  id: 'id',
  slug: 'low-water',
  headline: 'Low water',
  standfirst: 'A standfirst.',
  excerpt: 'An excerpt.',
  accessLevel: 'subscriber',
  hasGatedPart: true,
  publishedAt: new Date('2027-01-10T06:00:00Z'),
  revisedAt: null,
  section: { slug: 'ports', name: 'Ports' },
  topics: [],
  regions: [],
  authors: [{ slug: 'ada-quill', name: 'Ada Quill' }],
  picture: {
    src: '/pictures/x.webp',
    alt: '',
    width: 1600,
    height: 1000,
    caption: null,
    credit: null,
  },
  shareCard: '/cards/x.png',
  source: null,
  corrections: [],
  map: null,
  readingMinutes: 4,
  previewHtml: '<p>Preview.</p>',
  continuation: { kind: 'whole', gatedHtml: '<p>The secret end.</p>' },
}
const site = new URL('https://news.example')

describe('an article', () => {
  test('never holds the text, not even for those who may read it', () => {
    const json = toScriptJson(articleData(article, site))
    expect(json).not.toContain('secret')
    expect(json).not.toContain('Preview')
    expect(json).not.toContain('articleBody')
  })

  test('says which part is not free in the form that Google documents', () => {
    expect(articleData(article, site)).toMatchObject({
      '@context': 'https://schema.org',
      '@type': 'NewsArticle',
      headline: 'Low water',
      image: ['https://news.example/pictures/x.webp'],
      datePublished: '2027-01-10T06:00:00.000Z',
      dateModified: '2027-01-10T06:00:00.000Z',
      author: [
        { '@type': 'Person', name: 'Ada Quill', url: 'https://news.example/authors/ada-quill' },
      ],
      description: 'An excerpt.',
      isAccessibleForFree: false,
    })
    expect(articleData(article, site)).toHaveProperty('hasPart', {
      '@type': 'WebPageElement',
      isAccessibleForFree: false,
      cssSelector: '.paywall',
    })
  })

  test('that is free has no such part', () => {
    const free = articleData({ ...article, hasGatedPart: false }, site)
    expect(free).toMatchObject({ isAccessibleForFree: true })
    expect(free).not.toHaveProperty('hasPart')
  })

  test('is the same for everybody', () => {
    const cut = { ...article, continuation: { kind: 'cut' } } as const
    expect(articleData(cut, site)).toEqual(articleData(article, site))
  })
})

test('the way to a page begins at the front page and ends with the page, which needs no address', () => {
  const way = breadcrumbData(crumbsTo(article.section), article.headline, site)
  expect(way.itemListElement).toEqual([
    { '@type': 'ListItem', position: 1, name: publication.name, item: 'https://news.example/' },
    {
      '@type': 'ListItem',
      position: 2,
      name: 'Ports',
      item: 'https://news.example/sections/ports',
    },
    { '@type': 'ListItem', position: 3, name: 'Low water' },
  ])
})

const ada = {
  slug: 'ada-quill',
  name: 'Ada Quill',
  description: 'Writes.',
  author: {
    role: 'Editor',
    links: [{ name: 'Elsewhere', address: 'https://social.example/@ada' }],
  },
}

test('who wrote works for who publishes', () => {
  expect(authorData(ada, site)).toMatchObject({
    '@type': 'ProfilePage',
    mainEntity: {
      '@type': 'Person',
      name: 'Ada Quill',
      url: 'https://news.example/authors/ada-quill',
      jobTitle: 'Editor',
      sameAs: ['https://social.example/@ada'],
      worksFor: { '@id': publisherData(site)['@id'], name: publication.name },
    },
  })
})

const everything = [
  articleData(article, site),
  articleData({ ...article, section: null, picture: null, authors: [] }, site),
  breadcrumbData(crumbsTo(article.section), article.headline, site),
  breadcrumbData(crumbsTo(null), 'Ports', site),
  publisherData(site),
  siteData(site),
  authorData(ada, site),
  authorData({ ...ada, description: '', author: null }, site),
]

test('a validator of Google’s rules finds no error in any of it', async () => {
  const faults = await structuredDataFaults(everything)
  expect(faults.filter((fault) => fault.startsWith('ERROR'))).toEqual([])
})

test('the validator bites', async () => {
  const way = breadcrumbData(crumbsTo(null), 'Ports', site)
  const broken = {
    ...way,
    itemListElement: way.itemListElement.map((one) => ({ ...one, name: '' })),
  }
  const faults = await structuredDataFaults([broken])
  expect(faults.filter((fault) => fault.startsWith('ERROR'))).not.toEqual([])
})

test.each(['</script><script>alert(1)</script>', '<!--<script>', '\u2028 \u2029 &amp;'])(
  '%j cannot end the element it stands in, and is read back as it was',
  (headline) => {
    const json = toScriptJson({ headline })
    expect(json).not.toMatch(/[<>&\u2028\u2029]/)
    expect(JSON.parse(json)).toEqual({ headline })
  },
)
