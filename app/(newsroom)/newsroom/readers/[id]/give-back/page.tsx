import { randomUUID } from 'node:crypto'
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { z } from 'zod'
import { interactiveBilling } from '#lib/billing/connection.ts'
import { type PaymentPreview, previewPayment } from '#lib/billing/refund-payment.ts'
import { formatMoment, formatMoney, typeMoney } from '#lib/format.ts'
import { appDatabase } from '#lib/runtime.ts'
import { requireStaff } from '../../../../guard.ts'
import { GiveBackForm } from './form.client.tsx'
import { theReader } from '../../the-reader.ts'

export const metadata: Metadata = { title: 'Give a payment back' }

type Props = {
  params: Promise<{ id: string }>
  searchParams: Promise<{ payment?: string | string[] }>
}

export default async function GiveBackPage({ params, searchParams }: Props) {
  const { id } = await params
  const { actor } = await requireStaff('refund payments', `/newsroom/readers/${id}`)
  const { payment } = await searchParams
  if (!z.uuid().safeParse(id).success || typeof payment !== 'string') notFound()
  const status = await theReader(actor, id)
  if (!/^pi_\w+$/.test(payment)) notFound()
  const preview = await previewPayment(
    appDatabase(),
    { readerId: id, paymentIntentId: payment },
    interactiveBilling().stripe,
  )
  if (preview.kind === 'unknown') notFound()
  return (
    <>
      <h1 className="headline text-4xl sm:text-5xl">Give a payment back</h1>
      <p className="mt-2 wrap-anywhere text-soft">{status.reader.email}</p>
      {preview.kind === 'unavailable' ? (
        <p className="mt-6 max-w-xl">
          Stripe does not answer just now, so nobody can say what could be given back. Please open
          this page again in a moment.
        </p>
      ) : (
        <Decision preview={preview} readerId={id} />
      )}
    </>
  )
}

type DecisionProps = { preview: Extract<PaymentPreview, { kind: 'preview' }>; readerId: string }

function Decision({ preview: { payment, gift }, readerId }: DecisionProps) {
  const { amount, currency, paidAt, disputed, paymentIntentId } = payment
  return (
    <>
      <ul className="ruled mt-6 max-w-xl border-y border-rule">
        <li className="py-3">
          <strong>
            {formatMoney(amount, currency)} ({currency.toUpperCase()}) can be given back
          </strong>{' '}
          of the payment of {formatMoment(paidAt)}, to the card it came from. It takes five to ten
          days to arrive.
        </li>
        <li className="py-3">
          {gift ? (
            <>
              <strong>It paid for a gift of {gift.months} months.</strong> Given back whole, the
              gift is over: its code, and what was read by it, opens nothing any more. Given back in
              part, it stays.
            </>
          ) : (
            <>
              <strong>The subscription goes on.</strong> To end it as well, choose “Refund and end”
              at the subscription.
            </>
          )}
        </li>
        <li className="py-3">It cannot be undone.</li>
      </ul>
      {disputed || amount === 0 ? (
        <p className="mt-6 max-w-xl font-medium text-bad">
          {disputed
            ? 'This payment is disputed, and the bank decides about it. A refund beside a dispute would pay twice, so it is not possible here.'
            : 'All of it was given back already.'}
        </p>
      ) : (
        <GiveBackForm
          readerId={readerId}
          payment={paymentIntentId}
          form={randomUUID()}
          currency={currency}
          shown={amount}
          most={typeMoney(amount, currency)}
        />
      )}
    </>
  )
}
