import { oneClickLink } from '#lib/newsletter-links.ts'
import type { Message } from './message.ts'

/**
 * The headers by which mail programs know a newsletter: which list it is (RFC 2919), where to leave it with one click
 * and no page (RFC 8058), and that nobody should answer it by machine. Null for every other message.
 */
export function listHeaders(message: Message, site: URL): Record<string, string> | null {
  if (message.kind !== 'newsletter') return null
  const { newsletter, name, addressId } = message
  const list = {
    'List-Id': `"${name.replaceAll(/["\\]/g, '')}" <${newsletter}.${site.hostname}>`,
    Precedence: 'bulk',
  }
  if (addressId === null) return list
  return {
    ...list,
    'List-Unsubscribe': `<${oneClickLink(site, addressId, newsletter)}>`,
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
  }
}
