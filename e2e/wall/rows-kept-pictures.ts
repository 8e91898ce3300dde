/** W39: pictures that the publication keeps, and that stand only below a marker. */
import type { Fixture } from './fixtures.ts'
import type { Probe, Wall } from './matrix.ts'
import { type Answer, type Header, headerOf, send } from './request.ts'
import { mayRead, type State, type Viewer } from './viewers.ts'

/** Ways to ask for the picture itself, and what whoever may see it is answered. */
const ways: { query?: string; method?: string; headers?: Header[]; status: number }[] = [
  { status: 200 },
  { query: '?full=1&width=9000', status: 200 },
  { method: 'HEAD', status: 200 },
  { headers: [['Range', 'bytes=0-99']], status: 206 },
  { headers: [['Range', 'bytes=999999-']], status: 416 },
  { headers: [['If-None-Match', '*']], status: 304 },
  { headers: [['Accept', 'text/html,*/*']], status: 200 },
  {
    headers: [
      ['Sec-Fetch-Dest', 'image'],
      ['Sec-Fetch-Site', 'cross-site'],
      ['Referer', 'https://www.google.com/'],
    ],
    status: 200,
  },
  { headers: [['User-Agent', 'facebookexternalhit/1.1']], status: 200 },
]

/** Other spellings of its address, and ways round to its file: a picture is at its own address or nowhere. */
const elsewhere = (hash: string, path: string) => [
  ...[
    '400.webp',
    '120.png',
    '120.jpg',
    '0120.webp',
    '120.WEBP',
    '120.webp/',
    '120',
    '',
    'original',
  ].map((file) => `/pictures/${hash}/${file}`),
  `/pictures/${hash}`,
  `/pictures/${hash}.png`,
  `/pictures/${hash.toUpperCase()}/120.webp`,
  `/pictures/${hash.slice(0, 2)}/${hash}/120.webp`,
  `/pictures/${hash}%2f120.webp`,
  `/pictures/${hash}/%31%32%30.webp`,
  `/pictures/./${hash}/120.webp`,
  `/pictures/x/../${hash}/120.webp`,
  `/pictures/%2e%2e/pictures/${hash}/120.webp`,
  `//pictures/${hash}/120.webp`,
  `/articles${path}`,
  `/.foldline${path}`,
  `/_next/static/..${path}`,
  `/_next/image?url=${encodeURIComponent(path)}&w=640&q=75`,
  `/newsroom${path}`,
]

/** A name as they are made, of a picture that nobody has. */
const nobodys = `/pictures/${'0123456789abcdef'.repeat(2)}/120.webp`

/** All of it for each article that keeps something back. */
export async function keptPictureProbes(wall: Wall, { state }: Viewer): Promise<Probe[]> {
  const nothing = await send({ path: nobodys }, wall.agent)
  return wall.fixtures
    .filter(({ level }) => level !== 'free')
    .flatMap((article) => [
      ...article.kept.paths.flatMap((path) =>
        ways.map(({ query = '', status, ...way }): Probe => ({
          ...way,
          path: `${path}${query}`,
          check: (answer) => keptFor(state, article.level, answer, status, nothing),
        })),
      ),
      ...article.kept.paths.flatMap((path) =>
        elsewhere(article.kept.hash, path).map((other): Probe => ({
          path: other,
          said: article.kept.hash,
          expect: 'public',
          check: ({ status }) => (status === 308 || status >= 400 ? [] : [`answered ${status}`]),
        })),
      ),
    ])
}

/** What is wrong with an answer at the address of a picture of an article at this level. */
export function keptFor(
  state: State,
  level: Fixture['level'] | 'withdrawn',
  answer: Answer,
  status = 200,
  nothing: Answer | null = null,
): string[] {
  const may = level !== 'withdrawn' && mayRead(state, level)
  if (!may) {
    if (answer.status !== 404) return [`answered ${answer.status}`]
    const same = nothing === null || answer.body.length === 0 || nothing.body.equals(answer.body)
    return same ? [] : ['is answered otherwise than where there is none']
  }
  const isOpen = level === 'free'
  const cache = headerOf(answer, 'Cache-Control')
  return [
    ...(answer.status === status ? [] : [`answered ${answer.status}, not ${status}`]),
    ...(isOpen || cache === 'private, no-store' ? [] : [`its Cache-Control is “${cache}”`]),
    ...(headerOf(answer, 'X-Content-Type-Options') === 'nosniff' ? [] : ['may be sniffed']),
  ]
}
