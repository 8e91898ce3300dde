import type { Metadata } from 'next'
import { currentReader } from '#lib/auth/viewer.ts'
import { readSigned } from '#lib/billing/withdrawal-contract.ts'
import { WITHDRAWAL_DAYS } from '#lib/withdrawal-period.ts'
import { Narrow } from '../../parts/narrow.tsx'
import { WithdrawForm } from './form.client.tsx'

export const metadata: Metadata = {
  title: 'Withdraw from a contract',
  description: 'Withdraw from a subscription within 14 days, without giving a reason.',
  robots: { index: false },
  // The address may hold a token. Stricter than this and browsers send the form with Origin: null.
  referrer: 'same-origin',
}

type Props = { searchParams: Promise<{ t?: string | string[] }> }

export default async function WithdrawPage({ searchParams }: Props) {
  const { t } = await searchParams
  const link = typeof t === 'string' && readSigned(t) !== null ? t : ''
  const reader = await currentReader()
  return (
    <Narrow title="Withdraw from a contract">
      <p className="font-serif text-lg leading-snug">
        Within {WITHDRAWAL_DAYS} days of subscribing you can withdraw without giving a reason. You
        get back everything you paid, and the subscription ends at once. You need not sign in.
      </p>
      <WithdrawForm
        link={link}
        known={{ name: reader?.name ?? '', email: reader?.email ?? '' }}
        isFound={link !== '' || reader !== null}
      />
      <p className="text-[0.9375rem] text-soft">
        Later than that, you can still cancel at any time on{' '}
        <a href="/account" className="text-ink underline">
          your account page
        </a>
        , and read on until the end of what you paid for.
      </p>
    </Narrow>
  )
}
