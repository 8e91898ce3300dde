import type { IncomingMessage, ServerResponse } from 'node:http'
import { log } from '#lib/log.ts'
import { readCardName } from '#lib/share-cards/address.ts'
import { DatabaseOutage } from './reach.ts'
import { refuse, refuseMethod } from './refuse.ts'
import { sendFile } from './send-file.ts'

type Cards = {
  /** The card of this name that everybody may see, and the articles that it is of. */
  read: (name: string) => Promise<{ png: Buffer; slugs: string[] } | null>
  /** Whether the database is out of reach just now. */
  outage: () => boolean
}

/** A name has up to a hundred letters, and what stands in front may take 8 kB of head. */
const MOST_TAGS = 30

const tagsOf = (slugs: string[]) =>
  slugs.length > MOST_TAGS ? ['lists'] : slugs.map((slug) => `article:${slug}`)

/**
 * Answers for share cards. Each request asks the database: a card is there while its article is published with these words, and
 * not a moment longer. What is sent may be kept by browsers for ever, for its name is made from what is drawn on it; a shared
 * cache asks again after a minute, and forgets it sooner where it is told to.
 */
export function openCards({ read, outage }: Cards) {
  return async (
    request: IncomingMessage,
    response: ServerResponse,
    path: string,
  ): Promise<void> => {
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return refuseMethod(request, response)
    const name = readCardName(path)
    if (name === null) return refuse(response, 404)
    try {
      const card = await read(name)
      if (card === null) return refuse(response, 404)
      const tags = tagsOf(card.slugs)
      const head = {
        'Content-Type': 'image/png',
        'Content-Disposition': 'inline',
        'Cache-Control': 'public, max-age=31536000, immutable, s-maxage=60',
        ...(tags.length > 0
          ? { 'Surrogate-Key': tags.join(' '), 'Cache-Tag': tags.join(',') }
          : {}),
      }
      sendFile({ bytes: card.png, etag: `"${name}"`, head }, request, response)
    } catch (error) {
      // That it is out of reach is logged once, and not for everybody who asks meanwhile.
      if (!(error instanceof DatabaseOutage)) log().error({ err: error }, 'share card not served')
      refuse(response, outage() || error instanceof DatabaseOutage ? 503 : 500)
    }
  }
}
