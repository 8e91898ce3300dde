/** Who looks at the wall. Each has come to be what they are through the real flows. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { type APIRequestContext, type Browser, type BrowserContext, expect } from '@playwright/test'
import { z } from 'zod'
import { signedIn, somebody, subscribed } from '../support/people.ts'
import { stack } from '../support/stack.ts'
import type { Fixture } from './fixtures.ts'
import { cancelNow, customerOf } from './stripe-desk.ts'

/** The four who try every row. */
export const states = ['anonymous', 'reader', 'subscriber', 'lapsed'] as const

/**
 * Everybody else, who try some rows: the answers depend on the reader class, and it is in question which
 * class they are. `more-viewers.ts` makes them.
 */
export const moreStates = [
  'past_due',
  'overdue',
  'ending',
  'ended',
  'canceled',
  'trialing',
  'paused',
  'unpaid',
  'refunded',
  'disputed',
  'comped',
  'comp_over',
  'gifted',
  'support',
  'writer',
  'editor',
  'admin',
] as const
export type MoreState = (typeof moreStates)[number]
export type State = (typeof states)[number] | MoreState

/** Somebody, and the cookie they are known by. */
export type Viewer = { state: State; cookie: { name: string; value: string } | null }
export type Viewers = Record<(typeof states)[number], Viewer>

const payingOrGiven: State[] = ['subscriber', 'past_due', 'ending', 'trialing', 'comped', 'gifted']
const staff: State[] = ['support', 'writer', 'editor', 'admin']

/** Who may read the whole of an article. The wall's own table, not the product's. */
export function mayRead(state: State, level: Fixture['level']): boolean {
  switch (level) {
    case 'free':
      return true
    case 'registered':
      return state !== 'anonymous'
    case 'subscriber':
      return payingOrGiven.includes(state) || staff.includes(state)
  }
}

const me = z.object({
  signedIn: z.boolean(),
  readerClass: z.string(),
  reason: z.string().optional(),
})

/** What the site itself says of the holder of a cookie. */
export async function standingOf(viewer: Viewer): Promise<z.infer<typeof me>> {
  const own = viewer.cookie
  const headers = new Headers(own ? { Cookie: `${own.name}=${own.value}` } : {})
  const answer = await fetch(`${stack().site}/api/me`, { headers })
  return me.parse(await answer.json())
}

const readerClassOf = async (viewer: Viewer) => (await standingOf(viewer)).readerClass

const cookie = z.object({ name: z.string(), value: z.string() })
const made = z.object({
  anonymous: z.object({ state: z.literal('anonymous'), cookie: z.null() }),
  reader: z.object({ state: z.literal('reader'), cookie }),
  subscriber: z.object({ state: z.literal('subscriber'), cookie }),
  lapsed: z.object({ state: z.literal('lapsed'), cookie }),
})

/**
 * The viewers of this run, made once and noted in `file`: Playwright takes a new worker after every
 * test that fails, and a leak in many rows must not take half an hour to report.
 */
export async function viewersOfRun(browser: Browser, file: string): Promise<Viewers> {
  if (existsSync(file)) return made.parse(JSON.parse(readFileSync(file, 'utf8')))
  const viewers = await makeViewers(browser)
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, JSON.stringify(viewers))
  return viewers
}

/** Signs in, subscribes and cancels for as many people as that takes. */
async function makeViewers(browser: Browser): Promise<Viewers> {
  const lapsing = somebody('wall.lapsed')
  const [reader, subscriber, lapsed] = await Promise.all([
    signedIn(browser, somebody('wall.reader')).then((context) => viewerOf('reader', context)),
    subscribed(browser, somebody('wall.subscriber')).then((context) =>
      viewerOf('subscriber', context),
    ),
    subscribed(browser, lapsing).then((context) => viewerOf('lapsed', context)),
  ])
  await expect.poll(() => readerClassOf(subscriber)).toBe('subscriber')
  await expect.poll(() => readerClassOf(lapsed)).toBe('subscriber')
  await cancelNow(await customerOf(lapsing))
  await expect.poll(() => readerClassOf(lapsed)).toBe('registered')
  return { anonymous: { state: 'anonymous', cookie: null }, reader, subscriber, lapsed }
}

/** The session of a browser, which is closed: from here on there are raw requests only. */
export async function viewerOf(state: State, context: BrowserContext): Promise<Viewer> {
  const held = await sessionOf(context.request)
  await context.close()
  if (!held) throw new Error('Nobody is signed in there.')
  return { state, cookie: held }
}

/** The cookie of the session that somebody holds, or null when they are not signed in. */
export async function sessionOf(caller: APIRequestContext): Promise<Viewer['cookie']> {
  const { cookies } = await caller.storageState()
  const session = cookies.find(({ name }) => name === `foldline-${new URL(stack().site).port}`)
  return session ? { name: session.name, value: session.value } : null
}
