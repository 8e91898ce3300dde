import { cookies } from 'next/headers'
import { z } from 'zod'
import { CHALLENGE_MINUTES } from '#lib/auth/challenge.ts'
import { environment } from '#lib/runtime.ts'

/** Over https a page that is not, such as one of a neighbour's, cannot set it. */
function cookie() {
  const secure = environment().siteUrl.protocol === 'https:'
  return { name: `${secure ? '__Secure-' : ''}foldline-signing-in`, secure, path: '/sign-in' }
}

const shape = z.object({ email: z.string().max(254) })

/** Notes in this browser for whom a code was asked, so that the next page can be reloaded. */
export async function rememberPending(email: string): Promise<void> {
  const jar = await cookies()
  const { name, ...where } = cookie()
  jar.set(name, JSON.stringify({ email }), {
    ...where,
    httpOnly: true,
    sameSite: 'lax',
    maxAge: CHALLENGE_MINUTES * 60,
  })
}

/** For whom this browser asked for a code, or null. What it says is a convenience and proves nothing. */
export async function readPending(): Promise<string | null> {
  const value = (await cookies()).get(cookie().name)?.value
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
  // Without its attributes a browser would keep a cookie whose name says that it is secure.
  jar.delete({ ...cookie(), httpOnly: true, sameSite: 'lax' })
}
