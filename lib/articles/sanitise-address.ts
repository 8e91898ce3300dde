/**
 * Which addresses an article may carry. They are judged by the parser that browsers use, so that
 * white space, backslashes and odd schemes mean here what they mean there.
 */
import type { Element } from 'hast'
import { attributeOf } from './sanitise-node.ts'

/** A link may leave the site, stay on it, or open mail or telephone; nothing else. */
export type LinkAddress = { kind: 'outside' | 'inside'; href: string }

const here = 'http://here.invalid'

/** Judges a link: http, https, mailto, tel, relative and fragment addresses pass; null for the rest. */
export function linkAddress(href: string): LinkAddress | null {
  const trimmed = href.trim()
  const url = URL.parse(trimmed, `${here}/`)
  if (!url || trimmed === '') return null
  if (url.protocol === 'mailto:' || url.protocol === 'tel:')
    return { kind: 'inside', href: url.href }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return null
  if (url.origin !== here) return { kind: 'outside', href: url.href }
  return { kind: 'inside', href: relative(url, trimmed) }
}

/** As the parser understood it, so that what is written can mean one thing only. */
function relative(url: URL, written: string): string {
  if (written.startsWith('#')) return url.hash || '#'
  return `${url.pathname.replace(/^\/{2,}/, '/')}${url.search}${url.hash}`
}

/** The address of a picture: http, https, or on this site from its root. Null for the rest. */
export function pictureAddress(node: Element): string | null {
  for (const name of ['src', 'dataSrc', 'dataLazySrc', 'dataOriginal']) {
    const written = attributeOf(node, name).trim()
    const url = URL.parse(written, `${here}/`)
    if (written === '' || !url || !/^https?:$/.test(url.protocol)) continue
    if (url.origin !== here) return url.href
    if (written.startsWith('/')) return relative(url, written)
  }
  return null
}
