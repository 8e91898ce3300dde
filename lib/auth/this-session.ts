import { headers } from 'next/headers'
import { environment } from '#lib/runtime.ts'
import { hashToken } from './hash.ts'
import { readSessionToken } from './session-cookie.ts'

/** The hash under which the session of this request is kept, or null without one. Proves nothing by itself. */
export async function thisSessionHash(): Promise<string | null> {
  const cookie = (await headers()).get('cookie') ?? undefined
  const token = readSessionToken(cookie, environment().siteUrl)
  return token === null ? null : hashToken(token)
}
