/** Gives viewers private feeds, as they may have made them when they could still read on. */
import { createHash, randomBytes } from 'node:crypto'
import { personOf } from './person.ts'
import { withOwner } from './sql.ts'
import type { Viewer } from './viewers.ts'

/** What the database keeps of a token. */
export const hashOf = (token: string) => createHash('sha256').update(token).digest('hex')

/** Gives a viewer a feed in the place of the one they may have had; returns its token. */
export async function giveFeed(viewer: Viewer): Promise<string> {
  const token = randomBytes(32).toString('base64url')
  const reader = await personOf(viewer)
  await withOwner(
    (owner) => owner`
      insert into private_feed (reader_id, token_hash) values (${reader}, ${hashOf(token)})
      on conflict (reader_id) do update set token_hash = excluded.token_hash`,
  )
  return token
}
