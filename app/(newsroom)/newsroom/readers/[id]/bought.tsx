import type { StaffRole } from '#lib/access/level.ts'
import { may } from '#lib/newsroom/roles.ts'
import { formatDay, formatMoment, formatMoney } from '#lib/format.ts'
import type { ReaderStatus } from '#lib/readers/status.ts'
import { GiveBackLink } from './give-back-link.tsx'
import { Given } from './given.tsx'
import { Part, Row } from './part.tsx'

/** "$5.00 a month", and what is charged next where something is given off. */
function priceOf(one: ReaderStatus['subscriptions'][number]): string {
  const price = `${formatMoney(one.amount, one.currency)}${one.interval ? ` a ${one.interval}` : ''}`
  return one.discounted === null || one.endedAt
    ? price
    : `${price}, next ${formatMoney(one.discounted, one.currency)}`
}

/** Subscriptions, invoices, disputes and what was given. */
export function Bought({ status, role }: { status: ReaderStatus; role: StaffRole }) {
  return (
    <>
      <Part title="Subscriptions" empty="None.">
        {status.subscriptions.map((one) => (
          <Row key={one.id} head={one.status.replaceAll('_', ' ')} side={priceOf(one)}>
            {one.periodEnd && <p>Paid period ends {formatMoment(one.periodEnd)}</p>}
            {one.cancelAt && <p>Canceled, ends {formatMoment(one.cancelAt)}</p>}
            {one.endedAt && <p>Ended {formatMoment(one.endedAt)}</p>}
            {!one.ours && <p>Not to our product: gives no access</p>}
            {one.vanishedAt && <p>Not at Stripe any more since {formatMoment(one.vanishedAt)}</p>}
            <p>
              Began {formatMoment(one.createdAt)}. <Id>{one.id}</Id>
            </p>
            {one.ours && !one.endedAt && may(role, 'refund payments') && (
              <p className="mt-1">
                <a
                  href={`/newsroom/readers/${status.reader.id}/refund?${new URLSearchParams({ subscription: one.id })}`}
                  className="text-ink underline"
                >
                  Refund and end …
                </a>
              </p>
            )}
          </Row>
        ))}
      </Part>
      <Part title="Invoices" empty="None.">
        {status.invoices.map((one) => (
          <Row
            key={one.id}
            head={`${formatDay(one.createdAt)}: ${one.status ?? 'unknown'}`}
            side={formatMoney(one.status === 'paid' ? one.amountPaid : one.amountDue, one.currency)}
          >
            <p>
              {one.number && <>{one.number} </>}
              {one.paidAt && <>paid {formatMoment(one.paidAt)} </>}
              {one.hostedUrl && (
                <a href={one.hostedUrl} rel="noopener" className="text-ink underline">
                  Open at Stripe
                </a>
              )}
            </p>
          </Row>
        ))}
      </Part>
      {status.payments.length > 0 && (
        <Part title="Payments" empty="None.">
          {status.payments.map((one) => (
            <Row
              key={one.id}
              head={formatDay(one.createdAt)}
              side={formatMoney(one.amount, one.currency)}
            >
              {one.refunded > 0 && (
                <p>
                  {one.refunded === one.amount
                    ? 'Given back'
                    : `${formatMoney(one.refunded, one.currency)} of it given back`}
                </p>
              )}
              {one.refunded < one.amount && (
                <GiveBackLink
                  readerId={status.reader.id}
                  role={role}
                  payment={one.paymentIntentId}
                />
              )}
            </Row>
          ))}
        </Part>
      )}
      {status.disputes.length > 0 && (
        <Part title="Disputes" empty="None.">
          {status.disputes.map((one) => (
            <Row
              key={one.id}
              head={one.status.replaceAll('_', ' ')}
              side={formatMoney(one.amount, one.currency)}
            >
              <p>
                {one.reason.replaceAll('_', ' ')}, opened {formatMoment(one.createdAt)}.{' '}
                <Id>{one.id}</Id>
              </p>
            </Row>
          ))}
        </Part>
      )}
      {status.consents.length > 0 && (
        <Part title="Agreed to" empty="Nothing.">
          {status.consents.map((one) => (
            <Row key={one.id} head={`Agreed to the terms of a ${one.kind}`} side={one.textVersion}>
              <p>{formatMoment(one.agreedAt)}, on the way to paying:</p>
              <p className="wrap-anywhere">{one.text}</p>
            </Row>
          ))}
        </Part>
      )}
      <Given status={status} role={role} />
    </>
  )
}

function Id({ children }: { children: string }) {
  return <code className="font-mono text-[0.8125rem] break-all">{children}</code>
}
