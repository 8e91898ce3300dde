import type { Metadata } from 'next'
import { peekEmailChange } from '#lib/account/change-email.ts'
import { appDatabase } from '#lib/runtime.ts'
import { Narrow } from '../../../../parts/narrow.tsx'
import { Problem } from '../../../../parts/problem.tsx'
import { Submit } from '../../../../parts/submit.client.tsx'
import { confirmChange } from '../actions.ts'

export const metadata: Metadata = {
  title: 'Confirm your address',
  robots: { index: false },
  // The address holds a token. Stricter than this and browsers send the form with Origin: null.
  referrer: 'same-origin',
}

type Param = string | string[] | undefined
type Props = { searchParams: Promise<{ token?: Param; done?: Param; taken?: Param; busy?: Param }> }

export default async function ConfirmEmailPage({ searchParams }: Props) {
  const { token, done, taken, busy } = await searchParams
  if (done !== undefined)
    return (
      <Said title="Your address is changed">
        From now on you sign in with the new address. Everybody who was signed in elsewhere has been
        signed out.
      </Said>
    )
  if (taken !== undefined)
    return (
      <Said title="This address has an account by now">
        Somebody has signed in with it since you asked for the change, so nothing was changed.
      </Said>
    )
  const change =
    typeof token === 'string' && token !== ''
      ? await peekEmailChange(appDatabase(), token, new Date())
      : null
  if (!change || typeof token !== 'string')
    return (
      <Said title="This link has been used, or is too old">
        A link changes your address once, within an hour, and only the newest one does. Ask for a
        new one on your account page.
      </Said>
    )
  return (
    <Narrow title="Confirm your address">
      <p className="font-serif text-lg leading-snug">
        The account of <strong className="wrap-anywhere">{change.oldEmail}</strong> will use{' '}
        <strong className="wrap-anywhere">{change.newEmail}</strong>.
      </p>
      <form action={confirmChange}>
        <input type="hidden" name="token" value={token} />
        <Problem>
          {busy === undefined
            ? null
            : 'Something else is being done with this account just now, so nothing was changed. Please try again in a moment.'}
        </Problem>
        <Submit pending="Changing the address …" wide>
          Use this address
        </Submit>
      </form>
    </Narrow>
  )
}

function Said({ title, children }: { title: string; children: string }) {
  return (
    <Narrow title={title}>
      <p className="font-serif text-lg leading-snug">{children}</p>
      <p>
        <a href="/account" className="button">
          Your account
        </a>
      </p>
    </Narrow>
  )
}
