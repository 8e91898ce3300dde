/** W33: versions for printing, for phones and for other people's caches. There are none, and no address has one. */
import type { Probe, Row } from './matrix.ts'
import type { Answer, Header } from './request.ts'
import { three } from './rows-transport.ts'

/** Addresses under which other papers have a version of an article that shows the whole of it. */
const around = (path: string, slug: string) => [
  ...['amp', 'amp/', 'print', 'printable', 'full', 'all', 'embed', 'email', 'share', 'text'].map(
    (end) => `${path}/${end}`,
  ),
  ...['.amp', '.amp.html', '.print', '.print.html', '.pdf', '.epub', '-print', '.mobile'].map(
    (end) => `${path}${end}`,
  ),
  ...['amp', 'print', 'm', 'mobile', 'embed', 'reader', 'lite', 'preview'].map(
    (start) => `/${start}${path}`,
  ),
  ...['amp', 'print', 'p', 'oembed'].map((start) => `/${start}/${slug}`),
]

const queries = [
  'amp',
  'amp=1',
  'amp_js_v=0.1&usqp=mq331AQKKAFQArABIIACAw',
  'outputType=amp',
  'output=amp',
  'view=amp',
  'print',
  'print=1',
  'print=true&all=1',
  'pagewanted=print',
  'view=print',
  'mode=print',
  'format=print',
  'layout=print',
  'media=print',
  'page=all',
  'pagewanted=all',
  'singlepage=true',
  'full=1',
  'mode=reader',
  'reader=1',
  'embed=1',
  'noscript=1',
  'lite=1',
  'mobile=1',
  'gift=1&unlocked_article_code=x',
  'share_token=x&accessToken=x',
]

/** What readers' modes, printers, and caches for phones say of themselves. */
const headers: Header[][] = [
  [['AMP-Cache-Transform', 'google;v="1..8"']],
  [['Accept', 'text/html;amp=1, application/pdf, text/plain']],
  [['Save-Data', 'on']],
  [['Sec-Fetch-Dest', 'embed']],
  [
    ['Sec-Fetch-Dest', 'iframe'],
    ['Sec-Fetch-Site', 'cross-site'],
  ],
  [['X-Requested-With', 'XMLHttpRequest']],
  [['X-Purpose', 'preview']],
  [['Sec-Purpose', 'prefetch;prerender']],
  [['User-Agent', 'Mozilla/5.0 (compatible; PrintFriendly; Reader; Pocket)']],
]

const isNone = ({ status }: Answer) => (status === 404 ? [] : [`answered ${status}`])

const namesNone = ({ body }: Answer) =>
  /rel="(?:amphtml|alternate)"[^>]*(?:amp|print)/.test(body.toString())
    ? ['names a version for phones or printers']
    : []

export const otherVersionRows: Row[] = [
  {
    number: 'W33',
    title: 'amp and print',
    sends:
      'addresses, queries and headers by which other papers show a version for phones, printers or readers',
    probes: (wall) =>
      three(wall).flatMap((article): Probe[] => {
        const { path, slug } = article
        const page: Probe = { article, path, expect: 'page', check: namesNone }
        return [
          page,
          ...queries.map((query) => ({ ...page, path: `${path}?${query}` })),
          ...headers.map((sent) => ({ ...page, headers: sent })),
          ...(article.kind === 'early' ? around(path, slug) : []).map((one): Probe => ({
            path: one,
            expect: 'public',
            check: isNone,
          })),
        ]
      }),
  },
]
