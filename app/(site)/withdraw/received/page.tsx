import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { type WithdrawalReceipt, withdrawalReceipt } from '#lib/billing/withdrawal-receipt.ts'
import { formatMoment, formatMoney, formatSecond } from '#lib/format.ts'
import { appDatabase } from '#lib/runtime.ts'
import { Narrow } from '../../../parts/narrow.tsx'

export const metadata: Metadata = {
  title: 'Withdrawal received',
  robots: { index: false },
  referrer: 'same-origin',
}

type Props = { searchParams: Promise<{ w?: string | string[] }> }

export default async function ReceivedPage({ searchParams }: Props) {
  const { w } = await searchParams
  const receipt = typeof w === 'string' ? await withdrawalReceipt(appDatabase(), w) : null
  if (!receipt) notFound()
  return (
    <Narrow title="We received your withdrawal">
      <p className="font-serif text-xl leading-snug">
        on{' '}
        <time dateTime={receipt.statedAt.toISOString()} className="font-semibold">
          {formatSecond(receipt.statedAt)}
        </time>
      </p>
      <blockquote className="border-s-[3px] border-red ps-5 font-serif text-lg leading-snug">
        {receipt.statement}
      </blockquote>
      <p>{effectInWords(receipt)}</p>
      <p className="text-soft">
        The same is on its way to <span className="wrap-anywhere text-ink">{receipt.email}</span>.
        Please keep that mail: it is your proof.
      </p>
    </Narrow>
  )
}

function effectInWords(receipt: WithdrawalReceipt): string {
  const { effect } = receipt
  switch (effect.kind) {
    case 'refunded':
      return effect.amount === null
        ? 'Your subscription has ended. There was nothing to give back.'
        : `Your subscription has ended, and ${formatMoney(effect.amount.amount, effect.amount.currency)} is on its way back to you. Banks take five to ten days to show it.`
    case 'under_way':
      return 'You withdrew in time. Our payment provider does not answer just now; everything you paid goes back and your subscription ends as soon as it does, without your doing anything.'
    case 'too_late':
      return `The time to withdraw from this contract ended on ${formatMoment(effect.endedAt)}, so nothing was changed. You can cancel at any time on your account page.`
    case 'by_hand':
      return 'We look for the contract you mean, and answer you by mail. A withdrawal in time is in time from the moment above, however long we take.'
  }
}
