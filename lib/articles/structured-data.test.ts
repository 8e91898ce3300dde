import { expect, test } from 'vitest'
import type { ArticlePage } from './read.ts'
import { structuredData, toScriptJson } from './structured-data.ts'

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
  source: null,
  corrections: [],
  previewHtml: '<p>Preview.</p>',
  continuation: { kind: 'whole', gatedHtml: '<p>The secret end.</p>' },
}
const site = new URL('https://news.example')

test('it never holds the text, not even for those who may read it', () => {
  const json = toScriptJson(structuredData(article, site))
  expect(json).not.toContain('secret')
  expect(json).not.toContain('articleBody')
})

test('it says which part is not free, and that a free article is', () => {
  expect(structuredData(article, site)).toMatchObject({
    isAccessibleForFree: false,
    hasPart: { isAccessibleForFree: false, cssSelector: '#subscribe-to-read-on' },
    author: [{ name: 'Ada Quill', url: 'https://news.example/authors/ada-quill' }],
    image: ['https://news.example/pictures/x.webp'],
  })
  const free = structuredData({ ...article, hasGatedPart: false }, site)
  expect(free).toMatchObject({ isAccessibleForFree: true })
  expect(free).not.toHaveProperty('hasPart')
})

test.each(['</script><script>alert(1)</script>', '<!--<script>', '\u2028 \u2029 &amp;'])(
  '%j cannot end the element it stands in, and is read back as it was',
  (headline) => {
    const json = toScriptJson({ headline })
    expect(json).not.toMatch(/[<>&\u2028\u2029]/)
    expect(JSON.parse(json)).toEqual({ headline })
  },
)
