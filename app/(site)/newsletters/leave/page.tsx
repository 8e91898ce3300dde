import type { Metadata } from 'next'
import { newsletterOf } from '#lib/newsletter-list.ts'
import { readLeaving } from '#lib/newsletters/leave.ts'
import { Narrow } from '../../../parts/narrow.tsx'
import { Submit } from '../../../parts/submit.client.tsx'
import { leave } from '../actions.ts'
import { UnknownLink } from '../unknown-link.tsx'

export const metadata: Metadata = {
  title: 'Unsubscribe',
  robots: { index: false },
  referrer: 'same-origin',
}

type Param = string | string[] | undefined
type Props = { searchParams: Promise<{ t?: Param; done?: Param }> }

/** Where the link of a mail leads to. Opening it ends nothing: mail scanners open every link they see. */
export default async function LeavePage({ searchParams }: Props) {
  const { t, done } = await searchParams
  const leaving = typeof t === 'string' ? readLeaving(t) : null
  if (!leaving || typeof t !== 'string') return <UnknownLink />
  const name = newsletterOf(leaving.newsletter)?.name ?? 'This newsletter'
  if (done !== undefined)
    return (
      <Narrow title="You are unsubscribed">
        <p className="font-serif text-lg leading-snug">
          {name} is not sent to you any more. If that was a mistake, sign up again.
        </p>
        <p className="flex flex-wrap gap-3">
          <a href="/" className="button">
            Go on reading
          </a>
          <a
            href={`/newsletters?pick=${encodeURIComponent(leaving.newsletter)}`}
            className="button button-quiet"
          >
            Sign up again
          </a>
        </p>
      </Narrow>
    )
  return (
    <Narrow title={`Unsubscribe from ${name}?`}>
      <p className="font-serif text-lg leading-snug">
        You get no more of it, from the next issue on. Whatever else you receive from us stays as it
        is.
      </p>
      <form action={leave}>
        <input type="hidden" name="t" value={t} />
        <Submit pending="One moment …" wide>
          Unsubscribe
        </Submit>
      </form>
    </Narrow>
  )
}
