'use server'

import { redirect } from 'next/navigation'
import { newsletterOf } from '#lib/newsletter-list.ts'
import { sendTest } from '#lib/newsletters/desk.ts'
import { appDatabase, publicDatabase } from '#lib/runtime.ts'
import { textOf } from '../../../request-origin.ts'
import { requireStaff } from '../../guard.ts'

const PAGE = '/newsroom/newsletters'

/** Sends the next issue, as it would be now, to the member of staff who asks. */
export async function sendTestIssue(form: FormData): Promise<void> {
  const { actor, email } = await requireStaff('send newsletters', PAGE)
  const newsletter = newsletterOf(textOf(form, 'newsletter'))
  const outcome =
    newsletter === null
      ? 'nothing_published'
      : await sendTest(
          { app: appDatabase(), public: publicDatabase() },
          actor,
          { newsletter, to: email },
          new Date(),
        )
  redirect(`${PAGE}?${new URLSearchParams({ of: newsletter?.slug ?? '', did: outcome })}`)
}
