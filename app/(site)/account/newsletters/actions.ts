'use server'

import { redirect } from 'next/navigation'
import { currentReader } from '#lib/auth/viewer.ts'
import { chooseForReader } from '#lib/newsletters/choose.ts'
import { appDatabase } from '#lib/runtime.ts'
import { textsOf } from '../../../request-origin.ts'

/** Makes what the signed-in reader receives what was ticked. */
export async function saveOwnNewsletters(form: FormData): Promise<void> {
  const reader = await currentReader()
  if (!reader) redirect('/sign-in?to=%2Faccount%2Fnewsletters')
  const { kind } = await chooseForReader(
    appDatabase(),
    reader,
    textsOf(form, 'newsletter'),
    new Date(),
  )
  redirect(`/account/newsletters?did=${kind}`)
}
