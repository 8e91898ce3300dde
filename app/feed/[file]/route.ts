import { readPrivateFeed } from '#lib/account/read-private-feed.ts'
import { appDatabase, environment, publicDatabase } from '#lib/runtime.ts'
import { feedFormats } from '../../feed-answer.ts'

export const dynamic = 'force-dynamic'

type Props = { params: Promise<{ file: string }> }

/** It is one person's, whoever asks: nothing on the way keeps it, finds it or passes its address on. */
const own = {
  'Cache-Control': 'private, no-store',
  'X-Robots-Tag': 'noindex, nofollow, noarchive',
  'Referrer-Policy': 'no-referrer',
}

/** A feed of whole articles for whoever holds its token. A token that opens nothing is an address where nothing is. */
export async function GET(_: Request, { params }: Props): Promise<Response> {
  const [, token = '', ending] = /^([\w-]+)\.(xml|json)$/.exec((await params).file) ?? []
  if (ending !== 'xml' && ending !== 'json') return nothing()
  const databases = { public: publicDatabase(), app: appDatabase() }
  const read = await readPrivateFeed(databases, token, environment().siteUrl, new Date())
  switch (read.kind) {
    case 'none':
      return nothing()
    case 'limited':
      return new Response('This feed is asked for too often.\n', {
        status: 429,
        headers: {
          ...own,
          'Content-Type': 'text/plain; charset=utf-8',
          'Retry-After': String(read.retryAfterSeconds),
        },
      })
    case 'feed': {
      const { type, write } = feedFormats[ending]
      return new Response(write(read.feed), { headers: { ...own, 'Content-Type': type } })
    }
  }
}

const nothing = () => new Response(null, { status: 404, headers: own })
