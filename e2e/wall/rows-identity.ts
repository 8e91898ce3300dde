/** W25 and W28: who somebody says they are. */
import type { Probe, Row } from './matrix.ts'
import { three } from './rows-transport.ts'
import type { Viewer } from './viewers.ts'

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
