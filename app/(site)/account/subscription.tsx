import type { Reader } from '#lib/auth/viewer.ts'
import { mainPlan } from '#lib/plans.ts'
import { readerPurchases } from '#lib/readers/purchases.ts'
import { readerStanding } from '#lib/readers/status.ts'
import { appDatabase } from '#lib/runtime.ts'
import { Part } from './part.tsx'
import { Payments } from './payments.tsx'
import { PortalForm } from './portal-form.client.tsx'

/** What the reader has, what they can do about it, and what they paid. */
export async function Subscription({ reader, now }: { reader: Reader; now: Date }) {
  const [{ decision, sentence }, purchases] = await Promise.all([
    readerStanding(appDatabase(), reader.id, now),
    readerPurchases(appDatabase(), reader.id),
  ])
  return (
    <>
      <Part title="Subscription">
        <p className="headline text-[1.625rem] leading-[1.2] sm:text-[1.875rem]">{sentence}</p>
        {purchases.subscription && <p className="mt-2 text-soft">{purchases.subscription}</p>}
        <div className="mt-5 flex flex-wrap items-start gap-3">
          {purchases.isCustomer && <PortalForm />}
          {!decision.granted && !purchases.blocksAnother && (
            <a href="/subscribe" className="button">
              Subscribe for {mainPlan.label}
            </a>
          )}
          {reader.role && (
            <a href="/newsroom" className="button button-quiet">
              Newsroom
            </a>
          )}
        </div>
        {purchases.isCustomer && (
          <p className="mt-3 text-[0.9375rem] text-soft">
            Card, invoices, cancelling and resuming: on Stripe’s page, and back here.
          </p>
        )}
      </Part>
      {purchases.payments.length > 0 && (
        <Part title="Payments">
          <Payments payments={purchases.payments} />
        </Part>
      )}
    </>
  )
}
