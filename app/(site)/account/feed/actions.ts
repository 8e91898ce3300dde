'use server'

import { refresh } from 'next/cache'
import { redirect } from 'next/navigation'
import { endPrivateFeed, renewPrivateFeed } from '#lib/account/private-feed.ts'
import { currentReader } from '#lib/auth/viewer.ts'
import { appDatabase, environment } from '#lib/runtime.ts'
import { inAWhile } from '../../../request-origin.ts'

/** What the form shows after it was sent: the address without its ending, this once. */
export type FeedState = { address: string | null; problem: string | null }

/** Makes the signed-in reader's private feed, or a new address for it. */
export async function renewFeed(_before: FeedState, _form: FormData): Promise<FeedState> {
  const reader = await currentReader()
  if (!reader) redirect('/sign-in?to=%2Faccount%2Ffeed')
  const outcome = await renewPrivateFeed(appDatabase(), reader.id, new Date())
  switch (outcome.kind) {
    case 'limited':
      return {
        address: null,
        problem: `You made many addresses. Please try again ${inAWhile(outcome.retryAfterSeconds)}.`,
      }
    case 'not_granted':
      return { address: null, problem: 'An address is made for subscribers.' }
    case 'renewed':
      refresh()
      return {
        address: new URL(`/feed/${outcome.token}`, environment().siteUrl).href,
        problem: null,
      }
  }
}

/** Switches the signed-in reader's private feed off. */
export async function endFeed(): Promise<void> {
  const reader = await currentReader()
  if (!reader) redirect('/sign-in?to=%2Faccount%2Ffeed')
  await endPrivateFeed(appDatabase(), reader.id)
  redirect('/account/feed')
}
