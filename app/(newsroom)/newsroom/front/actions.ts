'use server'

import { refresh } from 'next/cache'
import { redirect } from 'next/navigation'
import { nameArticle } from '#lib/front/desk.ts'
import { editFront, type Wish } from '#lib/front/edit.ts'
import { readWish, wishFields, type WishFields } from '#lib/front/wish.ts'
import { formatMoment } from '#lib/format.ts'
import { appDatabase, publicDatabase } from '#lib/runtime.ts'
import { textOf } from '../../../request-origin.ts'
import { requireStaff } from '../../guard.ts'
import { whyNot } from './said.ts'
import { focusOf, type FrontState } from './state.ts'

const PAGE = '/newsroom/front'

/** Makes the change of the form, unless somebody else changed the front page since the form was shown. */
export async function changeFrontPage(_before: FrontState, form: FormData): Promise<FrontState> {
  const { actor } = await requireStaff('order the front page', PAGE)
  const fields: WishFields = Object.fromEntries(
    wishFields.filter((field) => form.has(field)).map((field) => [field, textOf(form, field)]),
  )
  const read = readWish(fields)
  const shown = { fields, pressed: focusOf(fields), wanted: textOf(form, 'words').slice(0, 300) }
  if (read.kind === 'unclear') return { ...shown, kind: 'refused', said: whyNot[read.what] }
  const { wish } = read
  // Without a number it is not known what was seen, so it was not this edition.
  const edition = /^\d{1,9}$/.test(textOf(form, 'edition')) ? Number(textOf(form, 'edition')) : -1
  const outcome = await editFront(appDatabase(), actor, { edition, wish }, new Date())
  // What others changed is shown as well.
  refresh()
  const wanted = await inWords(wish, shown.wanted)
  switch (outcome.kind) {
    case 'refused':
      return { ...shown, wanted, kind: 'refused', said: whyNot[outcome.why] }
    case 'stale':
      return { ...shown, wanted, kind: 'stale', said: staleWords(outcome.changedAt) }
    case 'done':
      // The page of a container that has another name now, or is gone.
      if (wish.do === 'set' || wish.do === 'remove') redirect(`${PAGE}?did=${wish.do}`)
      return { ...shown, kind: 'done', said: `Done: ${wanted}.`, wanted: '', fields: null }
  }
}

const staleWords = (changedAt: Date | null) =>
  changedAt === null
    ? 'Somebody changed the front page.'
    : `Somebody changed the front page on ${formatMoment(changedAt)}.`

/** Which article it is, at which place and until when, stands in no button. */
async function inWords(wish: Wish, words: string): Promise<string> {
  if (wish.do !== 'pin') return words
  const article = await nameArticle(publicDatabase(), wish.article)
  const until = wish.endsAt === null ? '' : `, until ${formatMoment(wish.endsAt)}`
  return `${words}: ${article === null ? 'an article' : `“${article}”`}, at place ${wish.place + 1}${until}`
}
