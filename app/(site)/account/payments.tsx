import { formatDay, formatMoney } from '#lib/format.ts'
import type { Payment } from '#lib/readers/purchases.ts'

/** A reader's invoices, each with what it was for, what became of it, and its papers at Stripe. */
export function Payments({ payments }: { payments: Payment[] }) {
  return (
    <ul className="ruled border-y border-rule">
      {payments.map((payment) => (
        <li key={payment.id} className="grid gap-x-6 gap-y-1 py-3 sm:grid-cols-[1fr_max-content]">
          <div>
            <p className="flex flex-wrap gap-x-3">
              <time dateTime={payment.at.toISOString()} className="font-semibold">
                {formatDay(payment.at)}
              </time>
              {payment.number && <span className="text-soft">{payment.number}</span>}
            </p>
            <p>
              {payment.what}
              {payment.period && (
                <>
                  , {formatDay(payment.period.start)} to {formatDay(payment.period.end)}
                </>
              )}
            </p>
          </div>
          <div className="sm:text-end">
            <p className="tabular-nums">
              <span className="font-semibold">{formatMoney(payment.amount, payment.currency)}</span>{' '}
              <span className="text-soft uppercase">{payment.currency}</span>{' '}
              <State payment={payment} />
            </p>
            <Papers payment={payment} />
          </div>
        </li>
      ))}
    </ul>
  )
}

function State({ payment }: { payment: Payment }) {
  const { state, refunded, currency } = payment
  switch (state) {
    case 'paid':
      return <span className="text-good">paid</span>
    case 'open':
      return <span className="font-semibold text-bad">not paid yet</span>
    case 'refunded':
      return <span className="font-semibold">refunded {formatMoney(refunded, currency)}</span>
    case 'void':
      return <span className="text-soft">void, nothing to pay</span>
    case 'uncollectible':
      return <span className="text-soft">given up</span>
    case 'unknown':
      return null
  }
}

/** On its page at Stripe an invoice is paid, and has its receipt once it is. */
function Papers({ payment: { url, pdfUrl, number, state } }: { payment: Payment }) {
  const of = <span className="sr-only"> {number ?? 'without a number'}</span>
  const hasReceipt = state === 'paid' || state === 'refunded'
  return (
    <p className="flex gap-4 sm:justify-end">
      {url && (
        <a href={url} rel="noopener" className="font-semibold underline">
          {hasReceipt ? 'Invoice and receipt' : 'Invoice'}
          {of}
        </a>
      )}
      {pdfUrl && (
        <a href={pdfUrl} rel="noopener" className="font-semibold underline">
          PDF{of}
        </a>
      )}
    </p>
  )
}
