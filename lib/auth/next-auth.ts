/** next-auth, configured. Only this room knows it. */
import { createHash } from 'node:crypto'
import { Auth, raw, skipCSRFCheck } from '@auth/core'
import NextAuth, { type NextAuthConfig } from 'next-auth'
import { cookies, headers } from 'next/headers'
import { addVerificationToken } from '#db/queries/sign-in.ts'
import { DAY, later, MINUTE, SECOND } from '#lib/clock.ts'
import { log } from '#lib/log.ts'
import { appDatabase, environment } from '#lib/runtime.ts'
import { endTokensSession, sessionAdapter } from './adapter.ts'
import { nameDevice } from './device.ts'
import { newToken } from './hash.ts'
import { readSessionToken, sessionCookieName, sessionCookieOptions } from './session-cookie.ts'

/** How long a session lasts; it is not extended, so a stolen cookie ends too. */
const SESSION_LIFE = 90 * DAY

async function configure(): Promise<NextAuthConfig> {
  const { authSecret, siteUrl } = environment()
  const device = nameDevice((await headers()).get('user-agent'))
  const secure = siteUrl.protocol === 'https:'
  return {
    secret: authSecret,
    // The door replaces Host and X-Forwarded-*, so what Auth.js reads there is SITE_URL.
    trustHost: true,
    useSecureCookies: secure,
    adapter: sessionAdapter(appDatabase(), device),
    session: {
      strategy: 'database',
      maxAge: SESSION_LIFE / SECOND,
      updateAge: SESSION_LIFE / SECOND,
      generateSessionToken: newToken,
    },
    cookies: {
      sessionToken: {
        name: sessionCookieName(siteUrl),
        options: sessionCookieOptions(siteUrl),
      },
    },
    // Our own mail provider: `challenge.ts` has checked the person by the time Auth.js hears of
    // them, so nothing is ever sent from here, and asking for it is refused.
    providers: [
      {
        id: 'email',
        type: 'email',
        name: 'E-mail',
        maxAge: MINUTE / SECOND,
        sendVerificationRequest: () => {
          throw new Error('Sign-in starts at /sign-in.')
        },
      },
    ],
    callbacks: { session: ({ session, user }) => ({ ...session, user: { ...user } }) },
    logger: {
      error: (err) => log().error({ err }, 'auth'),
      warn: (code) => log().debug({ warning: code }, 'auth'),
      debug: () => undefined,
    },
  }
}

const nextAuth = NextAuth(configure)

/** The session of this request as Auth.js sees it, or null. */
export const readSession = nextAuth.auth

/** Ends the session of this request and takes its cookie away. For server actions. */
export async function endThisSession(): Promise<void> {
  await nextAuth.signOut({ redirect: false })
}

/**
 * Makes a session for `email`, whose owner has just proved to be there, and sets its cookie: Auth.js
 * finds or makes the reader and makes a new session, whose token nobody has seen. The one that this browser
 * had is over, whoever it was of. For server actions. Nothing else signs anybody in.
 */
export async function startSession(email: string): Promise<void> {
  const config = await configure()
  const had = (await headers()).get('cookie') ?? ''
  const { authSecret, siteUrl } = environment()
  const token = newToken()
  await addVerificationToken(appDatabase(), {
    identifier: email,
    // As Auth.js hashes it when it asks the adapter for it.
    token: createHash('sha256').update(`${token}${authSecret}`).digest('hex'),
    expires: later(new Date(), MINUTE),
  })
  const callback = new URL('/api/auth/callback/email', siteUrl)
  callback.search = new URLSearchParams({ token, email }).toString()
  const request = new Request(callback, { headers: { cookie: had } })
  const answer = await Auth(request, { ...config, basePath: '/api/auth', raw, skipCSRFCheck })
  const jar = await cookies()
  const name = sessionCookieName(siteUrl)
  const cookie = answer.cookies?.find((one) => one.name === name && one.value !== '')
  if (!cookie) throw new Error('Auth.js made no session for a verified address.')
  jar.set(cookie.name, cookie.value, cookie.options)
  const before = readSessionToken(had, siteUrl)
  if (before !== null) await endTokensSession(appDatabase(), before)
}
