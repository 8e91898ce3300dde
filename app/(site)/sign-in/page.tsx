import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { safeReturnPath } from '#lib/auth/return-path.ts'
import { currentReader } from '#lib/auth/viewer.ts'
import { Narrow } from '../../parts/narrow.tsx'
import { EmailForm } from './forms.client.tsx'

export const metadata: Metadata = { title: 'Sign in', robots: { index: false } }

type Props = { searchParams: Promise<{ to?: string | string[] }> }

export default async function SignInPage({ searchParams }: Props) {
  const { to } = await searchParams
  const returnTo = safeReturnPath(typeof to === 'string' ? to : null)
  if (await currentReader()) redirect(returnTo)
  return (
    <Narrow title="Sign in">
      <p className="font-serif text-lg leading-snug">
        We send you a mail with a code and a link. There is no password, and if you have no account
        yet, this makes one.
      </p>
      <EmailForm to={returnTo} />
    </Narrow>
  )
}
