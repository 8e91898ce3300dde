import type { ReactNode } from 'react'
import { formatDay, formatMoney } from '#lib/format.ts'
import type { OwnAccount } from '#lib/readers/own-account.ts'

/** What a subscription costs, what comes next, and the card it is taken from. */
export function Facts({ account: { subscription, card } }: { account: OwnAccount }) {
  if (!subscription || subscription.over) return null
  const { price, nextPayment, resumesAt, owed } = subscription
  return (
    <dl className="mt-5 grid grid-cols-[max-content_1fr] gap-x-6 gap-y-2">
      {price && <Fact name="Price">{price}</Fact>}
      {owed && <Fact name="To pay">{formatMoney(owed.amount, owed.currency)}</Fact>}
      {nextPayment && (
        <Fact name="Next payment">
          {nextPayment.money &&
            `${formatMoney(nextPayment.money.amount, nextPayment.money.currency)} on `}
          {formatDay(nextPayment.at)}
        </Fact>
      )}
      {resumesAt && <Fact name="Resumes by itself">{formatDay(resumesAt)}</Fact>}
      <Fact name="Card">
        {card ? card.words : 'No card is saved.'}
        {card?.expiresTooSoon && (
          <strong className="block text-bad">It expires before your next payment.</strong>
        )}
      </Fact>
    </dl>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="contents">
      <dt className="text-soft">{name}</dt>
      <dd className="font-medium">{children}</dd>
    </div>
  )
}
