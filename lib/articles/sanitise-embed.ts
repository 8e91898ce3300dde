/** Embeds of named hosts become plain links: nothing of another host is loaded with an article. */
import type { Element } from 'hast'
import { attributeOf, element, elementsIn, oneLine, text } from './sanitise-node.ts'

type Host = { hosts: string[]; what: string; page?: (url: URL) => string | null }

const lastPart = (url: URL) => url.pathname.split('/').filter(Boolean).at(-1) ?? ''

const known: Host[] = [
  {
    hosts: ['youtube.com', 'youtube-nocookie.com', 'youtu.be'],
    what: 'Video',
    page: (url) => {
      const id = lastPart(url)
      return /^[\w-]{6,20}$/.test(id) && id !== 'videoseries'
        ? `https://www.youtube.com/watch?v=${id}`
        : null
    },
  },
  {
    hosts: ['vimeo.com'],
    what: 'Video',
    page: (url) => (/^\d+$/.test(lastPart(url)) ? `https://vimeo.com/${lastPart(url)}` : null),
  },
  { hosts: ['dailymotion.com', 'tiktok.com', 'ted.com', 'bbc.co.uk'], what: 'Video' },
  {
    hosts: ['soundcloud.com'],
    what: 'Audio',
    page: (url) => url.searchParams.get('url'),
  },
  {
    hosts: ['spotify.com'],
    what: 'Audio',
    page: (url) => `https://open.spotify.com${url.pathname.replace(/^\/embed(?=\/)/, '')}`,
  },
  { hosts: ['podcasts.apple.com', 'bandcamp.com', 'megaphone.fm', 'acast.com'], what: 'Audio' },
  { hosts: ['x.com', 'twitter.com', 'bsky.app', 'facebook.com', 'instagram.com'], what: 'Post' },
  { hosts: ['dwcdn.net', 'datawrapper.de', 'flourish.studio', 'infogram.com'], what: 'Chart' },
  { hosts: ['google.com', 'openstreetmap.org'], what: 'Map' },
  { hosts: ['documentcloud.org', 'scribd.com'], what: 'Document' },
]

const shown: Record<string, string> = {
  'youtube-nocookie.com': 'youtube.com',
  'youtu.be': 'youtube.com',
  'dwcdn.net': 'datawrapper.de',
}

const frames = ['iframe', 'embed', 'object', 'video', 'audio']

/** The link that stands for an embed ("Video: Lock gates at work (youtube.com)"), or null when it is none we know. */
export function embedAsLink(node: Element): Element | null {
  if (!frames.includes(node.tagName)) return null
  const url = addressOf(node)
  if (!url) return null
  const file = node.tagName === 'video' || node.tagName === 'audio'
  const host = known.find(({ hosts }) => hosts.some((name) => isHost(url.hostname, name)))
  if (!host && !file) return null
  const domain = host?.hosts.find((name) => isHost(url.hostname, name)) ?? url.hostname
  const what = host?.what ?? (node.tagName === 'audio' ? 'Audio' : 'Video')
  const title = oneLine(attributeOf(node, 'title')).slice(0, 200)
  const name = `${title ? `${what}: ${title}` : what} (${shown[domain] ?? domain})`
  return element('a', [text(name)], { href: host?.page?.(url) ?? url.href })
}

function addressOf(node: Element): URL | null {
  const own = attributeOf(node, 'src') || attributeOf(node, 'data')
  const source = [...elementsIn(node.children)].find((one) => one.tagName === 'source')
  const address = own || (source ? attributeOf(source, 'src') : '')
  const url = URL.parse(address.startsWith('//') ? `https:${address}` : address)
  return url && /^https?:$/.test(url.protocol) ? url : null
}

function isHost(hostname: string, name: string): boolean {
  return hostname === name || hostname.endsWith(`.${name}`)
}
