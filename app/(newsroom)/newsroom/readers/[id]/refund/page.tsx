import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { z } from 'zod'
import { interactiveBilling } from '#lib/billing/connection.ts'
import { previewRefund } from '#lib/billing/refund-preview.ts'
import type { RefundablePayment } from '#lib/billing/refundable.ts'
import { formatMoment, formatMoney } from '#lib/format.ts'
import { appDatabase } from '#lib/runtime.ts'
import { requireStaff } from '../../../../guard.ts'
import { RefundForm } from './form.client.tsx'
import { theReader } from '../../the-reader.ts'

export const metadata: Metadata = { title: 'Refund and end' }

type Props = {
  params: Promise<{ id: string }>
  searchParams: Promise<{ subscription?: string | string[] }>
}

export default async function RefundPage({ params, searchParams }: Props) {
  const { id } = await params
  const { actor } = await requireStaff('refund payments', `/newsroom/readers/${id}`)
  const { subscription } = await searchParams
  if (!z.uuid().safeParse(id).success || typeof subscription !== 'string') notFound()
  const status = await theReader(actor, id)
  const preview = await previewRefund(
    appDatabase(),
    { readerId: id, subscriptionId: subscription },
    interactiveBilling().stripe,
  )
  if (preview.kind === 'unknown') notFound()
  return (
    <>
      <h1 className="headline text-4xl sm:text-5xl">Refund and end</h1>
      <p className="mt-2 wrap-anywhere text-soft">{status.reader.email}</p>
      {preview.kind === 'unavailable' ? (
        <p className="mt-6 max-w-xl">
          Stripe does not answer just now, so nobody can say what could be refunded. Please open
          this page again in a moment.
        </p>
      ) : (
        <Decision payment={preview.payment} readerId={id} subscriptionId={subscription} />
      )}
    </>
  )
}

type DecisionProps = {
  payment: RefundablePayment | null
  readerId: string
  subscriptionId: string
}

function Decision({ payment, readerId, subscriptionId }: DecisionProps) {
  const money = payment && formatMoney(payment.amount, payment.currency)
  return (
    <>
      <ul className="ruled mt-6 max-w-xl border-y border-rule">
        <li className="py-3">
          {payment ? (
            <>
              <strong>
                {money} ({payment.currency.toUpperCase()}) goes back
              </strong>{' '}
              to the card it came from: the payment of {formatMoment(payment.paidAt)}
              {payment.invoiceNumber && <>, invoice {payment.invoiceNumber}</>}. It takes five to
              ten days to arrive.
            </>
          ) : (
            <>Nothing goes back: the last payment was refunded already, or there was none.</>
          )}
        </li>
        <li className="py-3">
          <strong>The subscription ends at once.</strong> From the next page on, what is for
          subscribers is closed to this reader, unless something else opens it.
        </li>
        <li className="py-3">Neither can be undone. They can subscribe again at any time.</li>
      </ul>
      {payment?.disputed ? (
        <p className="mt-6 max-w-xl font-medium text-bad">
          This payment is disputed, and the bank decides about it. A refund beside a dispute would
          pay twice, so it is not possible here.
        </p>
      ) : (
        <RefundForm
          readerId={readerId}
          subscriptionId={subscriptionId}
          shown={payment?.amount ?? 0}
          label={money ? `Refund ${money} and end` : 'End the subscription'}
        />
      )}
    </>
  )
}
