import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { currentReader } from '#lib/auth/viewer.ts'
import { type CancelPreview, previewCancellation } from '#lib/billing/cancel.ts'
import { formatDay } from '#lib/format.ts'
import { ownAccount } from '#lib/readers/own-account.ts'
import { appDatabase } from '#lib/runtime.ts'
import { CancelForm } from './form.client.tsx'

export const metadata: Metadata = { title: 'Cancel subscription', robots: { index: false } }

export default async function CancelPage() {
  const reader = await currentReader()
  if (!reader) redirect('/sign-in?to=%2Faccount%2Fcancel')
  const now = new Date()
  const [preview, account] = await Promise.all([
    previewCancellation(appDatabase(), reader.id, now),
    ownAccount(appDatabase(), reader.id, now),
  ])
  if (preview.kind === 'nothing_to_cancel') redirect('/account?notice=nothing_to_cancel')
  return (
    <div className="frame max-w-[36rem] py-8 sm:py-16">
      <h1 className="headline text-[2.125rem] sm:text-5xl">Cancel subscription</h1>
      <p className="mt-3 font-serif text-lg leading-snug">{effectOf(preview)}</p>
      {preview.several && (
        <p className="mt-2 font-medium">
          You have more than one subscription. This cancels all of them.
        </p>
      )}
      <CancelForm />
      {account.actions.includes('pause') && (
        <p className="mt-6 text-soft">
          Only no time just now?{' '}
          <a href="/account/pause" className="text-ink underline">
            Pause for one to three months instead
          </a>
          , without paying.
        </p>
      )}
    </div>
  )
}

function effectOf(preview: Exclude<CancelPreview, { kind: 'nothing_to_cancel' }>): string {
  if (preview.kind === 'ends_now')
    return 'It ends at once, and with it what you can read, because no paid time is left on it. What is open need not be paid, and nothing more is charged.'
  const until = preview.endsAt ? formatDay(preview.endsAt) : 'the end of the period that is paid'
  return `You can read everything until ${until}. After that nothing more is charged. You can change your mind until then.`
}
