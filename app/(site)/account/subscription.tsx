import type { Reader } from '#lib/auth/viewer.ts'
import { type OwnAccount, ownAccount } from '#lib/readers/own-account.ts'
import { formatMoment } from '#lib/format.ts'
import { readerPayments } from '#lib/readers/purchases.ts'
import { appDatabase } from '#lib/runtime.ts'
import { Actions } from './actions-for.tsx'
import { Facts } from './facts.tsx'
import { Notice } from './notice.tsx'
import { Part } from './part.tsx'
import { Payments } from './payments.tsx'
import { PortalForm } from './portal-form.client.tsx'

/** How many payments the account page shows; the others are on a page of their own. */
const NEWEST = 3

type Props = { reader: Reader; now: Date; notice: string | null }

/** What the reader has, what they can do about it, and what they paid. */
export async function Subscription({ reader, now, notice }: Props) {
  const [account, payments] = await Promise.all([
    ownAccount(appDatabase(), reader.id, now),
    readerPayments(appDatabase(), reader.id),
  ])
  return (
    <>
      <Part title="Subscription">
        <Notice code={notice} account={account} />
        <Sentences account={account} />
        <Facts account={account} />
        {account.payingTwice && <PayingTwice />}
        <Actions account={account} />
        {(account.isCustomer || reader.role) && (
          <div className="mt-6 flex flex-wrap items-start gap-3 border-t border-rule pt-5">
            {account.isCustomer && <PortalForm quiet label="Manage subscription" />}
            {reader.role && (
              <a href="/newsroom" className="button button-quiet">
                Newsroom
              </a>
            )}
          </div>
        )}
      </Part>
      {payments.length > 0 && (
        <Part title="Payments and invoices">
          <Payments payments={payments.slice(0, NEWEST)} />
          <div className="mt-4 flex flex-wrap items-center gap-x-6 gap-y-3">
            <a href="/account/invoices" className="font-semibold underline">
              {payments.length > NEWEST
                ? `All ${payments.length} payments`
                : 'All payments, by year'}
            </a>
            <PortalForm
              quiet
              flow="customer_update"
              label="Put a company name and tax id on invoices"
            />
          </div>
        </Part>
      )}
    </>
  )
}

/** What may be read and why; and of a subscription beside it, what is the matter with that. */
function Sentences({ account: { sentence, subscription, decision } }: { account: OwnAccount }) {
  const beside =
    subscription && subscription.sentence !== sentence && !(decision.granted && subscription.over)
      ? subscription.sentence
      : null
  return (
    <>
      <p className="headline text-[1.625rem] leading-[1.2] sm:text-[1.875rem]">{sentence}</p>
      {beside && <p className="mt-2 font-serif text-lg leading-snug">{beside}</p>}
      {subscription?.reason === 'incomplete' && subscription.at && (
        <p className="mt-2 text-soft">
          Nothing is charged, and nothing can be read, until it is finished; after{' '}
          {formatMoment(subscription.at)} you would begin anew.
        </p>
      )}
    </>
  )
}

function PayingTwice() {
  return (
    <p className="mt-5 border-s-[3px] border-red bg-panel p-4 font-medium">
      You are paying for two subscriptions at once, and one is enough. Write to us: we end one of
      them and give back what it cost. “Cancel subscription” ends both.
    </p>
  )
}
