'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import { currentReader } from '#lib/auth/viewer.ts'
import { giveArticle } from '#lib/gift-links/give.ts'
import { revokeGiftLink } from '#lib/gift-links/own.ts'
import { appDatabase, publicDatabase } from '#lib/runtime.ts'
import { inAWhile, textOf } from '../../../request-origin.ts'

/** What the form shows after it was sent. */
export type GiveState = { problem: string | null }

const list = '/account/gift-links'

/** Gives the article of the form away. Whatever stands in its way the page says, when it is shown again. */
export async function giveThisArticle(_before: GiveState, form: FormData): Promise<GiveState> {
  const slug = textOf(form, 'article')
  const here = `${list}/new?${new URLSearchParams({ article: slug })}`
  const reader = await currentReader()
  if (!reader) redirect(`/sign-in?${new URLSearchParams({ to: here })}`)
  const databases = { public: publicDatabase(), app: appDatabase() }
  const outcome = await giveArticle(databases, reader.id, slug, new Date())
  switch (outcome.kind) {
    case 'limited':
      return {
        problem: `You made many links just now. Please try again ${inAWhile(outcome.retryAfterSeconds)}.`,
      }
    case 'given':
      return redirect(`${list}?notice=given#link-${outcome.linkId}`)
    case 'free':
    case 'no_article':
    case 'not_subscribed':
    case 'used_up':
      return redirect(here)
  }
}

const idShape = z.uuid()

/** Takes a link of the signed-in reader's back. */
export async function takeLinkBack(form: FormData): Promise<void> {
  const reader = await currentReader()
  if (!reader) redirect(`/sign-in?${new URLSearchParams({ to: list })}`)
  const id = idShape.safeParse(textOf(form, 'link'))
  if (id.success) await revokeGiftLink(appDatabase(), reader.id, id.data, new Date())
  redirect(`${list}?notice=taken_back`)
}
