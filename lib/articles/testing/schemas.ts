/** Grammars (RELAX NG) of what no package brings one for, as strict as what they are of is written down. */

const grammar = (start: string, defines: string, ns: string) =>
  `<grammar xmlns="http://relaxng.org/ns/structure/1.0" ns="${ns}" datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes"><start>${start}</start>${defines}</grammar>`

const text = '<data type="string"><param name="minLength">1</param></data>'
const web = '<data type="anyURI"><param name="pattern">https?://.+</param></data>'
const element = (name: string, content = text) => `<element name="${name}">${content}</element>`
const attribute = (name: string, content = text) =>
  `<attribute name="${name}">${content}</attribute>`
const optional = (what: string) => `<optional>${what}</optional>`
const many = (what: string) => `<zeroOrMore>${what}</zeroOrMore>`
const some = (what: string) => `<oneOrMore>${what}</oneOrMore>`
const choice = (...what: string[]) => `<choice>${what.join('')}</choice>`
const words = (...list: string[]) => choice(...list.map((one) => `<value>${one}</value>`))
const interleave = (...what: string[]) => `<interleave>${what.join('')}</interleave>`

const SITEMAP = 'http://www.sitemaps.org/schemas/sitemap/0.9'
const moment = '<data type="dateTime"/>'

/** https://www.sitemaps.org/protocol.html#index */
export const siteIndex = grammar(
  element(
    'sitemapindex',
    some(element('sitemap', element('loc', web) + optional(element('lastmod', moment)))),
  ),
  '',
  SITEMAP,
)

const NEWS = 'http://www.google.com/schemas/sitemap-news/0.9'
const news = (name: string, content = text) =>
  `<element name="${name}" ns="${NEWS}">${content}</element>`

/** https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap */
export const newsSitemap = grammar(
  element(
    'urlset',
    many(
      element(
        'url',
        element('loc', web) +
          news(
            'news',
            news('publication', news('name') + news('language')) +
              news('publication_date', moment) +
              news('title'),
          ),
      ),
    ),
  ),
  '',
  SITEMAP,
)

/** RFC 822, with a year of four digits, as the specification wants it. */
const rssDate =
  '<data type="string"><param name="pattern">(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \\d\\d (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \\d{4} \\d\\d:\\d\\d:\\d\\d GMT</param></data>'
const other =
  (ns: string) =>
  (name: string, content = text) =>
    `<element name="${name}" ns="${ns}">${content}</element>`
const dc = other('http://purl.org/dc/elements/1.1/')
const content = other('http://purl.org/rss/1.0/modules/content/')
const atom = other('http://www.w3.org/2005/Atom')
const media = other('http://search.yahoo.com/mrss/')

const rssItem = element(
  'item',
  interleave(
    element('title'),
    element('link', web),
    element('guid', `${attribute('isPermaLink', words('true', 'false'))}${text}`),
    element('description'),
    element('pubDate', rssDate),
    optional(content('encoded')),
    many(element('category')),
    many(dc('creator')),
    optional(
      media(
        'content',
        attribute('url', web) +
          attribute('medium', words('image')) +
          optional(attribute('type')) +
          attribute('width', '<data type="positiveInteger"/>') +
          attribute('height', '<data type="positiveInteger"/>') +
          optional(media('description')),
      ),
    ),
  ),
)

/** https://www.rssboard.org/rss-specification, with the modules that we use. */
export const rss = grammar(
  element(
    'rss',
    attribute('version', words('2.0')) +
      element(
        'channel',
        interleave(
          element('title'),
          element('link', web),
          element('description'),
          element('language'),
          element('generator'),
          element('ttl', '<data type="positiveInteger"/>'),
          optional(element('lastBuildDate', rssDate)),
          optional(
            atom(
              'link',
              attribute('href', web) +
                attribute('rel', words('self')) +
                attribute('type', words('application/rss+xml')) +
                '<empty/>',
            ),
          ),
          many(rssItem),
        ),
      ),
  ),
  '',
  '',
)

const usage = `<list>${some(words('all', 'ai-all', 'ai-train', 'ai-input', 'ai-index', 'search'))}</list>`
const uses = (name: string) => optional(element(name, attribute('type', words('usage')) + usage))

/** https://rslstandard.org/rsl, as far as we use it. */
export const rsl = grammar(
  element(
    'rsl',
    optional(attribute('max-age', '<data type="positiveInteger"/>')) +
      some(
        element(
          'content',
          attribute('url', '<text/>') +
            some(
              element(
                'license',
                interleave(
                  uses('permits'),
                  uses('prohibits'),
                  optional(
                    element(
                      'payment',
                      attribute(
                        'type',
                        words(
                          'purchase',
                          'subscription',
                          'training',
                          'crawl',
                          'use',
                          'contribution',
                          'attribution',
                          'free',
                        ),
                      ),
                    ),
                  ),
                ),
              ),
            ) +
            optional(
              element(
                'copyright',
                attribute('type', words('person', 'organization')) +
                  optional(attribute('contactEmail')) +
                  optional(attribute('contactUrl', web)) +
                  text,
              ),
            ),
        ),
      ),
  ),
  '',
  'https://rslstandard.org/rsl',
)

const url = { type: 'string', format: 'web' }
const authors = {
  type: 'array',
  minItems: 1,
  items: {
    type: 'object',
    additionalProperties: false,
    anyOf: [{ required: ['name'] }, { required: ['url'] }, { required: ['avatar'] }],
    properties: { name: { type: 'string', minLength: 1 }, url, avatar: url },
  },
}
const string = { type: 'string', minLength: 1 }
const strings = { type: 'array', items: string }

/** https://www.jsonfeed.org/version/1.1/ without what is left over from 1.0; extensions begin with `_`. */
export const jsonFeed = {
  type: 'object',
  required: ['version', 'title', 'items'],
  additionalProperties: false,
  patternProperties: { '^_[a-zA-Z]': { type: 'object' } },
  properties: {
    version: { const: 'https://jsonfeed.org/version/1.1' },
    title: string,
    home_page_url: url,
    feed_url: url,
    description: string,
    user_comment: string,
    next_url: url,
    icon: url,
    favicon: url,
    authors,
    language: string,
    expired: { type: 'boolean' },
    items: {
      type: 'array',
      items: {
        type: 'object',
        required: ['id'],
        anyOf: [{ required: ['content_html'] }, { required: ['content_text'] }],
        additionalProperties: false,
        patternProperties: { '^_[a-zA-Z]': { type: 'object' } },
        properties: {
          id: string,
          url,
          external_url: url,
          title: string,
          content_html: string,
          content_text: string,
          summary: string,
          image: url,
          banner_image: url,
          date_published: { type: 'string', format: 'moment' },
          date_modified: { type: 'string', format: 'moment' },
          authors,
          tags: strings,
          language: string,
        },
      },
    },
  },
} as const
