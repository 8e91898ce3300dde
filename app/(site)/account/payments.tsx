import type { Payment } from '#lib/readers/purchases.ts'
import { formatDay, formatMoney } from '#lib/publication.ts'

/** The reader's invoices, the newest first, each with its page at Stripe. */
export function Payments({ payments }: { payments: Payment[] }) {
  return (
    <ul className="ruled border-y border-rule">
      {payments.map(({ id, at, amount, currency, state, number, url }) => (
        <li key={id} className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1 py-3">
          <span>
            <time dateTime={at.toISOString()} className="font-semibold">
              {formatDay(at)}
            </time>{' '}
            <span className="text-soft">{state}</span>
          </span>
          <span className="flex items-baseline gap-4 tabular-nums">
            {formatMoney(amount, currency)}
            {url && (
              <a href={url} rel="noopener" className="font-semibold underline">
                Invoice<span className="sr-only"> {number ?? 'without a number'}</span>
              </a>
            )}
          </span>
        </li>
      ))}
    </ul>
  )
}
