import { cookies } from 'next/headers'
import { z } from 'zod'
import { CHALLENGE_MINUTES } from '#lib/auth/challenge.ts'
import { environment } from '#lib/runtime.ts'

const name = 'foldline-signing-in'
const shape = z.object({ email: z.string().max(254) })

/** Notes in this browser for whom a code was asked, so that the next page can be reloaded. */
export async function rememberPending(email: string): Promise<void> {
  const jar = await cookies()
  jar.set(name, JSON.stringify({ email }), {
    httpOnly: true,
    sameSite: 'lax',
    secure: environment().siteUrl.protocol === 'https:',
    path: '/sign-in',
    maxAge: CHALLENGE_MINUTES * 60,
  })
}

/** For whom this browser asked for a code, or null. What it says is a convenience and proves nothing. */
export async function readPending(): Promise<string | null> {
  const value = (await cookies()).get(name)?.value
  if (!value) return null
  try {
    return shape.parse(JSON.parse(value)).email
  } catch {
    return null
  }
}

/** Forgets it, once somebody is signed in. */
export async function forgetPending(): Promise<void> {
  const jar = await cookies()
  jar.delete({ name, path: '/sign-in' })
}
