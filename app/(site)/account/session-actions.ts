'use server'

import { redirect } from 'next/navigation'
import { endThisSession } from '#lib/auth/next-auth.ts'
import { endOneSession, signedInDevices } from '#lib/auth/sessions.ts'
import { thisSessionHash } from '#lib/auth/this-session.ts'
import { currentReader } from '#lib/auth/viewer.ts'
import { appDatabase } from '#lib/runtime.ts'
import { textOf } from '../../request-origin.ts'

/** Ends one of the reader's own sessions. When it is the one that asks, the browser is signed out. */
export async function endSession(form: FormData): Promise<void> {
  const reader = await currentReader()
  if (!reader) redirect('/sign-in?to=%2Faccount')
  const id = textOf(form, 'session')
  const devices = await signedInDevices(
    appDatabase(),
    reader.id,
    await thisSessionHash(),
    new Date(),
  )
  await endOneSession(appDatabase(), reader.id, id)
  if (devices.some((one) => one.here && one.id === id)) {
    await endThisSession()
    redirect('/')
  }
  redirect('/account')
}
