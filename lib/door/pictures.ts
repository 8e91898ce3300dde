import type { IncomingMessage, ServerResponse } from 'node:http'
import type { ReaderClass } from '#lib/access/level.ts'
import { log } from '#lib/log.ts'
import { decidePicture, type PictureUse } from '#lib/pictures/access.ts'
import { nameOf, readPictureAddress } from '#lib/pictures/address.ts'
import type { Storage } from '#lib/pictures/storage.ts'
import { DatabaseOutage } from './reach.ts'
import { refuse, refuseMethod } from './refuse.ts'
import { sendFile } from './send-file.ts'

type Pictures = {
  classOf: (cookie: string | undefined, now: Date) => ReaderClass | Promise<ReaderClass>
  usesOf: (hash: string) => Promise<PictureUse[]>
  /** Whether it stands in an article that whoever sends these cookies was given. */
  isGiven: (uses: readonly PictureUse[], cookie: string | undefined) => Promise<boolean>
  storage: Pick<Storage, 'read'>
  /** Whether the database is out of reach just now. */
  outage: () => boolean
}

/** Whether an address can be one of a kept picture's: those of the public folder lie directly in `pictures`. */
export const isKeptPicture = (path: string) => /^\/pictures\/[^/]*\//.test(path)

/**
 * Answers for the pictures that the publication keeps. One that a published article shows above its marker is everybody's,
 * and may be kept for ever; one that stands only below is for who may read on there, and stays nowhere on the way. For
 * everybody else it is as if it did not exist: the same answer, after the same question to the database.
 */
export function openPictures({ classOf, usesOf, isGiven, storage, outage }: Pictures) {
  return async (
    request: IncomingMessage,
    response: ServerResponse,
    path: string,
  ): Promise<void> => {
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return refuseMethod(request, response)
    const asked = readPictureAddress(path)
    if (!asked) return refuse(response, 404)
    try {
      const { cookie } = request.headers
      const readerClass = await classOf(cookie, new Date())
      const uses = await usesOf(asked.hash)
      const forClass = decidePicture(uses, readerClass)
      const given = forClass === 'hidden' && (await isGiven(uses, cookie))
      const decision = given ? 'private' : forClass
      const bytes = decision === 'hidden' ? null : await storage.read(nameOf(asked.hash, asked))
      if (decision === 'hidden' || bytes === null) return refuse(response, 404)
      const name = `${asked.hash}-${asked.width}.${asked.format}`
      const head = {
        'Content-Type': `image/${asked.format}`,
        'Content-Disposition': 'inline',
        ...(decision === 'public' ? openHead(uses) : closedHead),
      }
      sendFile({ bytes, etag: `"${name}"`, head }, request, response)
    } catch (error) {
      // That it is out of reach is logged once, and not for everybody who asks meanwhile.
      if (!(error instanceof DatabaseOutage)) log().error({ err: error }, 'picture not served')
      refuse(response, outage() || error instanceof DatabaseOutage ? 503 : 500)
    }
  }
}

/** A name has up to a hundred letters, and what stands in front may take 8 kB of head. */
const MOST_TAGS = 30

/**
 * A browser may keep it for ever. A shared cache asks again after a minute, because an article may be withdrawn or become
 * stricter, and forgets it sooner where it is told to: by the name of each article that shows it to everybody, or, where
 * those are too many for a head, at any change of lists.
 */
function openHead(uses: PictureUse[]): Record<string, string> {
  const shown = uses.filter(({ part }) => part === 'public')
  const tags = shown.length > MOST_TAGS ? ['lists'] : shown.map(({ slug }) => `article:${slug}`)
  return {
    'Cache-Control': 'public, max-age=31536000, immutable, s-maxage=60',
    'Surrogate-Key': tags.join(' '),
    'Cache-Tag': tags.join(','),
  }
}

const closedHead = {
  'Cache-Control': 'private, no-store',
  Vary: 'Cookie',
  // No page of another site gets it into its process.
  'Cross-Origin-Resource-Policy': 'same-origin',
}
