/** Who somebody is by the cookie they hold. */
import { createHash } from 'node:crypto'
import { z } from 'zod'
import { withOwner } from './sql.ts'
import type { Viewer } from './viewers.ts'

const person = z.array(z.object({ id: z.string(), email: z.string() }))

async function whose(cookie: NonNullable<Viewer['cookie']>) {
  const hash = createHash('sha256').update(cookie.value).digest('hex')
  return withOwner(async (owner) => {
    const [row] = person.parse([
      ...(await owner`
        select r.id, r.email from session s join reader r on r.id = s.reader_id
         where s.token_hash = ${hash}`),
    ])
    return row ?? null
  })
}

/** Who holds this cookie, or null where it is nobody's session. */
export async function personOf({ cookie }: Viewer): Promise<string | null> {
  return cookie === null ? null : ((await whose(cookie))?.id ?? null)
}

/** The e-mail of whoever holds this cookie. */
export async function emailOf({ state, cookie }: Viewer): Promise<string> {
  const row = cookie === null ? null : await whose(cookie)
  if (!row) throw new Error(`Nobody is signed in as ${state}.`)
  return row.email
}
