/** W25–W28: who somebody says they are, and where they say they come from. */
import { stack } from '../support/stack.ts'
import type { Probe, Row } from './matrix.ts'
import type { Answer, Header } from './request.ts'
import { three } from './rows-transport.ts'
import { mayRead, type State, type Viewer } from './viewers.ts'

/** There is no exception for them: they see what everybody sees. */
const agents = [
  'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
  'Googlebot-News',
  'Googlebot-Image/1.0',
  'Google-InspectionTool/1.0',
  'Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)',
  'facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)',
  'Twitterbot/1.0',
  'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)',
  'Mozilla/5.0 (compatible; archive.org_bot +http://archive.org/details/archive.org_bot)',
  'ia_archiver',
  'Mozilla/5.0 AppleWebKit/537.36; compatible; GPTBot/1.2; +https://openai.com/gptbot',
  'ChatGPT-User/1.0',
  'ClaudeBot/1.0',
  'PerplexityBot/1.0',
  'CCBot/2.0 (https://commoncrawl.org/faq/)',
  'Mozilla/5.0 (Applebot/0.1; +http://www.apple.com/go/applebot)',
  'LinkedInBot/1.0 (compatible; Mozilla/5.0; +http://www.linkedin.com)',
  'WhatsApp/2.24.6.77 A',
  'TelegramBot (like TwitterBot)',
  'Discordbot/2.0',
  'DuckDuckBot/1.1',
  'YandexBot/3.0',
  'Feedly/1.0',
  'Mediapartners-Google',
  '',
]

/** The headers in which proxies, hosts and caches write where a request comes from. */
const addressHeaders = [
  'X-Forwarded-For',
  'X-Real-IP',
  'X-Client-IP',
  'X-Cluster-Client-IP',
  'X-Originating-IP',
  'X-Remote-IP',
  'X-Remote-Addr',
  'Client-IP',
  'True-Client-IP',
  'CF-Connecting-IP',
  'Fastly-Client-IP',
  'Fly-Client-IP',
  'X-Vercel-Forwarded-For',
  'X-Envoy-External-Address',
  'X-Appengine-User-IP',
]

/** Googlebot, this machine, a private network, many at once, and no address at all. */
const addresses = [
  '66.249.66.1',
  '127.0.0.1',
  '::1',
  '::ffff:10.0.0.1',
  '10.0.0.1, 127.0.0.1, 66.249.66.1',
  "' or 1=1 --",
]

const forgedAddresses: Header[][] = [
  ...addresses.flatMap((address) => addressHeaders.map((name): Header[] => [[name, address]])),
  addressHeaders.map((name): Header => [name, '127.0.0.1']),
  [['Forwarded', 'for=66.249.66.1;by=127.0.0.1;host=googlebot.example']],
  [['Forwarded', 'for="[::1]", for=127.0.0.1']],
  [
    ['Via', '1.1 google'],
    ['X-Forwarded-For', '66.249.66.1'],
  ],
]

/** Search engines, networks, caches and our own pages: whoever comes from there is who they were. */
const referers = [
  'https://www.google.com/',
  'https://www.google.com/search?q=wall-early',
  'https://news.google.com/articles/wall-early',
  'https://www.bing.com/news/search?q=bell',
  'https://duckduckgo.com/',
  'https://www.facebook.com/',
  'https://l.facebook.com/l.php?u=x',
  'https://t.co/x',
  'https://x.com/',
  'https://www.linkedin.com/feed/',
  'https://www.reddit.com/r/news',
  'https://news.ycombinator.com/',
  'android-app://com.google.android.gm/',
  'https://cdn.ampproject.org/c/s/x',
  'https://webcache.googleusercontent.com/search?q=cache:x',
  'https://web.archive.org/web/2026/x',
  'https://archive.ph/x',
  'https://12ft.io/x',
  'https://mail.google.com/',
  'about:blank',
  '',
]

const flags = [
  'subscriber=true',
  'role=admin',
  'premium=1; isPremium=true; plan=premium; tier=paid',
  'readerClass=subscriber; reader_class=subscriber; class=subscriber',
  'subscription=active; subscribed=1; entitlements=all; paywall=off; meter=0; articles_read=0',
  '__prerender_bypass=1; __next_preview_data=1; preview=true; draft=true',
  'next-auth.session-token=planted; authjs.session-token=planted; __Secure-authjs.session-token=planted',
  'wordpress_logged_in_x=admin; ghost-members-ssr=member@example.org; ghost-members-ssr.sig=x',
  `user=${encodeURIComponent('{"subscriber":true,"role":"admin"}')}`,
]

/** The viewer's own session, and words beside it that mean nothing. */
function besideOwn(path: string, { cookie }: Viewer): Probe[] {
  const own = cookie ? [`${cookie.name}=${cookie.value}`] : []
  return flags.map((flag) => ({ path, expect: 'page', cookies: [[...own, flag].join('; ')] }))
}

/** Nearly a session is none. */
function nearlyOwn(path: string, viewer: Viewer): Probe[] {
  const name = viewer.cookie?.name ?? 'foldline'
  const value = viewer.cookie?.value ?? 'x'.repeat(43)
  const last = value.at(-1) === 'A' ? 'B' : 'A'
  const edited = [
    [`${name}=${value.slice(0, -1)}${last}`],
    [`${name}=${value}x`],
    [`${name}=${value.slice(1)}`],
    [`${name}=`],
    [`${name}="${value}"`],
    [`${name}=%${value.charCodeAt(0).toString(16)}${value.slice(1)}`],
    [`${name.toUpperCase()}=${value}`],
    [`__Host-foldline=${value}`],
    [`__Secure-${name}=${value}`],
    [`foldline=${value}`],
    [`authjs.session-token=${value}`],
    [`next-auth.session-token=${value}`],
    [`${name}=${value}; ${name}=planted`],
    [`${name}=planted; ${name}=${value}`],
    [`${name}=${value}`, `${name}=planted`],
    [`${name}=' or 1=1 --`],
    [`${name}=${'x'.repeat(4000)}`],
  ]
  return edited.map((cookies) => ({ path, expect: 'page', as: 'anonymous', cookies }))
}

/** The class that the site itself gives this viewer. */
function classOf(state: State): string {
  if (state === 'anonymous') return 'anonymous'
  return mayRead(state, 'subscriber') ? 'subscriber' : 'registered'
}

const isClass = (state: State) => (answer: Answer) =>
  answer.body.includes(`"readerClass":"${classOf(state)}"`) ? [] : ['is taken for somebody else']

const isShutOut = ({ status }: Answer) =>
  [303, 307, 403].includes(status) ? [] : [`answered ${status}`]

/** An article, what the site says of the viewer, and the newsroom, with the same headers. */
function withHeaders(headers: Header[], { state }: Viewer): Probe[] {
  return [
    { path: '/api/me', headers, expect: 'public', check: isClass(state) },
    { path: '/newsroom/readers', headers, expect: 'public', check: isShutOut },
  ]
}

export const identityRows: Row[] = [
  {
    number: 'W25',
    title: 'crawlers and previewers',
    sends: `${agents.length} user agents, with the viewer’s cookie`,
    probes: (wall, viewer) =>
      (viewer.state === 'anonymous'
        ? wall.fixtures
        : wall.fixtures.filter(({ kind }) => kind === 'early' || kind === 'registered')
      ).flatMap((article) =>
        agents.map((agent) => ({
          article,
          path: article.path,
          headers: [['User-Agent', agent]],
          expect: 'page',
        })),
      ),
  },
  {
    number: 'W26',
    title: 'forged addresses',
    sends: `${addressHeaders.length} headers in which proxies write an address, with ${addresses.length} addresses, and others; also to the newsroom`,
    probes: ({ fixtures }, viewer) => [
      ...fixtures
        .filter(({ kind }) => kind === 'early' || kind === 'registered')
        .flatMap((article) =>
          forgedAddresses.map((headers): Probe => ({
            article,
            path: article.path,
            headers,
            expect: 'page',
          })),
        ),
      ...forgedAddresses
        .filter((_, at) => at % 6 === 0)
        .flatMap((headers) => withHeaders(headers, viewer)),
    ],
  },
  {
    number: 'W27',
    title: 'referers',
    sends: `${referers.length} places to come from, our own pages, and the marks of a visit from there`,
    probes: (wall) =>
      three(wall).flatMap((article) =>
        [
          ...referers.map((referer): Header[] => [['Referer', referer]]),
          ...['/newsroom', '/account', '/subscribe/return', '/feed.xml', article.path].map(
            (path): Header[] => [['Referer', `${stack().site}${path}`]],
          ),
          ...['cross-site', 'same-site', 'same-origin', 'none'].map((site): Header[] => [
            ['Referer', 'https://www.google.com/'],
            ['Origin', 'https://www.google.com'],
            ['Sec-Fetch-Site', site],
            ['Sec-Fetch-User', '?1'],
          ]),
        ].map((headers): Probe => ({ article, path: article.path, headers, expect: 'page' })),
      ),
  },
  {
    number: 'W28',
    title: 'planted cookies',
    sends: 'flags beside the session; the session edited, doubled, renamed, empty',
    probes: (wall, viewer) =>
      three(wall).flatMap((article) =>
        [...besideOwn(article.path, viewer), ...nearlyOwn(article.path, viewer)].map((probe) => ({
          article,
          ...probe,
        })),
      ),
  },
]
