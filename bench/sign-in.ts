/** Signing in over HTTP as the link in the mail does it: the page with the button, then the button. */
import { createHash, randomBytes } from 'node:crypto'
import type { Sql } from 'postgres'
import { shoot, type Shot } from './load.ts'

/** The requests of so many sign-ins, two for each. Whoever signs in asked for the mail a moment ago. */
export async function signIns(sql: Sql, site: string, count: number): Promise<Shot[]> {
  const tokens = Array.from({ length: count }, () => randomBytes(32).toString('base64url'))
  const hashes = tokens.map((token) => createHash('sha256').update(token).digest('hex'))
  await sql`
    insert into sign_in_challenge (email, link_hash, code_hash, return_to, expires_at)
    select 'sign-in-' || left(hash, 12) || '@example.org', hash, hash, hash, now() + interval '30 minutes'
      from unnest(${hashes}::text[]) hash`
  const pages = tokens.map((token) => `${site}/sign-in/confirm?token=${token}`)
  const page = await shoot({ url: pages[0] ?? '' })
  const action = /name="(\$ACTION_ID_[0-9a-f]+)"/.exec(page.body)?.[1]
  if (action === undefined) throw new Error('The page with the button has no form.')
  return pages.flatMap((url, index) => [{ url }, button(site, url, action, tokens[index] ?? '')])
}

function button(site: string, url: string, action: string, token: string): Shot {
  const boundary = '----bench'
  const part = (name: string, value: string) =>
    `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`
  const body = `${part(action, '')}${part('token', token)}--${boundary}--\r\n`
  return {
    url,
    method: 'POST',
    headers: {
      'content-type': `multipart/form-data; boundary=${boundary}`,
      'content-length': String(Buffer.byteLength(body)),
      origin: site,
      'sec-fetch-site': 'same-origin',
    },
    body,
  }
}
