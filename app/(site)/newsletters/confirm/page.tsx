import type { Metadata } from 'next'
import { inWords } from '#lib/newsletter-list.ts'
import { peekConfirmation } from '#lib/newsletters/confirm.ts'
import { appDatabase } from '#lib/runtime.ts'
import { Narrow } from '../../../parts/narrow.tsx'
import { Submit } from '../../../parts/submit.client.tsx'
import { confirmNewsletters } from '../actions.ts'

export const metadata: Metadata = {
  title: 'Confirm your newsletters',
  robots: { index: false },
  // The address holds a token. Stricter than this and browsers send the form with Origin: null.
  referrer: 'same-origin',
}

type Param = string | string[] | undefined
type Props = { searchParams: Promise<{ t?: Param; done?: Param }> }

export default async function ConfirmNewslettersPage({ searchParams }: Props) {
  const { t, done } = await searchParams
  const found = typeof t === 'string' ? await peekConfirmation(appDatabase(), t, new Date()) : null
  if (!found || typeof t !== 'string' || (found.asked.length === 0 && found.received.length === 0))
    return (
      <Narrow title="This link is too old">
        <p className="font-serif text-lg leading-snug">
          A link confirms newsletters within a week. Sign up once more; the mail arrives in a
          moment.
        </p>
        <p>
          <a href="/newsletters" className="button">
            Newsletters
          </a>
        </p>
      </Narrow>
    )
  if (done !== undefined || found.asked.length === 0) return <Confirmed {...found} />
  return (
    <Narrow title="One click more">
      <p className="font-serif text-lg leading-snug">
        We then send <strong>{inWords(found.asked)}</strong> to{' '}
        <strong className="wrap-anywhere">{found.email}</strong>.
      </p>
      <form action={confirmNewsletters}>
        <input type="hidden" name="t" value={t} />
        <Submit pending="One moment …" wide>
          Yes, send it to me
        </Submit>
      </form>
      <p className="text-[0.9375rem] text-soft">
        If it was not you who asked, close this page: nothing is sent, and the address is forgotten
        after a week.
      </p>
    </Narrow>
  )
}

function Confirmed({ email, received }: { email: string; received: string[] }) {
  return (
    <Narrow title="That is settled">
      <p className="font-serif text-lg leading-snug">
        You receive <strong>{inWords(received)}</strong> at{' '}
        <strong className="wrap-anywhere">{email}</strong>. Every mail has a link that ends it.
      </p>
      <p>
        <a href="/" className="button">
          Go on reading
        </a>
      </p>
    </Narrow>
  )
}
