import fc from 'fast-check'

/** Node hands on the bytes of a head as the characters of Latin-1, all but the ends of lines. */
const bytes = fc.string({
  unit: fc.integer({ min: 1, max: 255 }).map((code) => String.fromCharCode(code)),
  maxLength: 12,
})
const many = (pieces: string[], most = 12) =>
  fc
    .array(fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...pieces) }, bytes), {
      maxLength: most,
    })
    .map((parts) => parts.join(''))

/** What may stand after the method of a request. */
export const requestTarget = fc
  .tuple(
    fc.constantFrom('/', '//', '', '/articles/', '/search', 'http://evil.example/', '*', '\\'),
    many([
      '/',
      '//',
      '\\',
      '.',
      '..',
      '%2e',
      '%2f',
      '%5c',
      '%00',
      '%',
      '%zz',
      '%c0%af',
      '%ff',
      ';',
      ':',
      '@',
      'articles',
      'sections',
      'a-b',
      'A',
      'feed.xml',
      '_next',
      'api',
      'é',
      '\u0000',
    ]),
    fc.option(
      many([
        '?',
        '&',
        '=',
        'q',
        'page',
        'q=a',
        'page=2',
        'page=-1',
        '%',
        '%00',
        '+',
        '#',
        '[]',
        '__proto__',
      ]),
    ),
  )
  .map(([start, path, query]) => start + path + (query === null ? '' : `?${query}`))

/** What may stand in `Cookie`, without any token that we gave to somebody. */
export const cookieHeader = (name: string) =>
  fc.oneof(
    many(
      [
        `${name}=`,
        name,
        `${name}=a`,
        `__Host-${name}=b`,
        `__Secure-${name}=c`,
        name.toUpperCase(),
        ';',
        '; ',
        '"',
        "'",
        ',',
        '=',
        ' ',
        '\t',
        '\\',
        '%3b',
        '%3D',
        'theme=dark',
        '$Version=1',
        '\u00a0',
        'é',
        '\u0000',
      ],
      20,
    ),
    fc.nat(4000).map((length) => `${name}=${'a'.repeat(length)}`),
    fc.nat(500).map((count) => `${name}=a; `.repeat(count)),
  )

/** A value of any other header. */
export const headerValue = many([
  ',',
  ';',
  'q=',
  '0',
  '1',
  'gzip',
  'br',
  '*',
  ' ',
  '"',
  '192.0.2.7',
  '10.0.0.1',
  '::1',
  '::ffff:10.0.0.1',
  '[',
  ']',
  ':80',
  'unknown',
  'https://news.example',
  'https://evil.example',
  'null',
  'same-origin',
  'navigate',
])
