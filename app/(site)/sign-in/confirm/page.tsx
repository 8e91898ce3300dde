import type { Metadata } from 'next'
import { peekLink } from '#lib/auth/challenge.ts'
import { appDatabase } from '#lib/runtime.ts'
import { Narrow } from '../../../parts/narrow.tsx'
import { Submit } from '../../../parts/submit.client.tsx'
import { followLink } from '../actions.ts'

export const metadata: Metadata = {
  title: 'Sign in',
  robots: { index: false },
  // The address holds a token. Stricter than this and browsers send the form with Origin: null.
  referrer: 'same-origin',
}

type Props = { searchParams: Promise<{ token?: string | string[] }> }

export default async function ConfirmPage({ searchParams }: Props) {
  const { token } = await searchParams
  const challenge =
    typeof token === 'string' && token !== ''
      ? await peekLink(appDatabase(), token, new Date())
      : null
  if (!challenge || typeof token !== 'string')
    return (
      <Narrow title="This link has been used, or is too old">
        <p className="font-serif text-lg leading-snug">
          A link signs you in once, within half an hour. Ask for a new one; it arrives in a moment.
        </p>
        <p>
          <a href="/sign-in" className="button">
            Ask for a new link
          </a>
        </p>
      </Narrow>
    )
  return (
    <Narrow title="Sign in">
      <p className="font-serif text-lg leading-snug">
        You are about to sign in on this device as{' '}
        <strong className="wrap-anywhere">{challenge.email}</strong>.
      </p>
      <form action={followLink}>
        <input type="hidden" name="token" value={token} />
        <Submit pending="Signing in …" wide>
          Sign in
        </Submit>
      </form>
    </Narrow>
  )
}
