import type { licence } from '#lib/crawlers.ts'
import { publication } from '#lib/publication.ts'
import { attributesOf, emptyElement, escapeXml, XML_HEAD } from '../xml.ts'

/** The media type of a licence in RSL. */
export const RSL_TYPE = 'application/rsl+xml; charset=utf-8'

/** How many days whoever read the licence may go by it. */
const MAX_AGE = 7

/**
 * What machines may do with what everybody may read, in RSL 1.0 (https://rslstandard.org/rsl). What stands below a marker is
 * licensed to nobody by it: no machine is sent that.
 */
export function licenceXml({ permits, prohibits, payment }: typeof licence, siteUrl: URL): string {
  const owner = attributesOf({
    type: 'organization',
    contactEmail: publication.contactEmail,
    contactUrl: siteUrl.href,
  })
  return [
    XML_HEAD,
    `<rsl${attributesOf({ xmlns: 'https://rslstandard.org/rsl', 'max-age': MAX_AGE })}>`,
    '<content url="/">',
    '<license>',
    uses('permits', permits),
    uses('prohibits', prohibits),
    emptyElement('payment', { type: payment }),
    '</license>',
    `<copyright${owner}>${escapeXml(publication.name)}</copyright>`,
    '</content>',
    '</rsl>',
  ]
    .filter(Boolean)
    .join('\n')
}

function uses(name: 'permits' | 'prohibits', usages: readonly string[]): string {
  return usages.length === 0 ? '' : `<${name} type="usage">${usages.join(' ')}</${name}>`
}
