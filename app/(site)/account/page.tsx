import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import type { ReactNode } from 'react'
import { signedInDevices } from '#lib/auth/sessions.ts'
import { currentReader } from '#lib/auth/viewer.ts'
import { mainPlan } from '#lib/plans.ts'
import { formatMoment } from '#lib/publication.ts'
import { readerStanding } from '#lib/readers/status.ts'
import { readerPurchases } from '#lib/readers/purchases.ts'
import { appDatabase } from '#lib/runtime.ts'
import { Submit } from '../../parts/submit.client.tsx'
import { signOut, signOutEverywhere } from './actions.ts'
import { Payments } from './payments.tsx'
import { PortalForm } from './portal-form.client.tsx'

export const metadata: Metadata = { title: 'Your account', robots: { index: false } }

export default async function AccountPage() {
  const reader = await currentReader()
  if (!reader) redirect('/sign-in?to=%2Faccount')
  const now = new Date()
  const [{ decision, sentence }, purchases, devices] = await Promise.all([
    readerStanding(appDatabase(), reader.id, now),
    readerPurchases(appDatabase(), reader.id),
    signedInDevices(appDatabase(), reader.id, now),
  ])
  return (
    <div className="frame max-w-[52rem] py-10 sm:py-16">
      <h1 className="headline text-[2.625rem] sm:text-6xl">Your account</h1>
      <p className="mt-3 break-words text-soft">{reader.email}</p>

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

      <Part title="Where you are signed in">
        <ul className="ruled border-y border-rule">
          {devices.map(({ device, since, until }) => (
            <li key={since.toISOString()} className="flex flex-wrap justify-between gap-x-4 py-3">
              <span className="font-semibold">{device}</span>
              <span className="text-soft">
                since {formatMoment(since)}, until {formatMoment(until)}
              </span>
            </li>
          ))}
        </ul>
        <div className="mt-5 flex flex-wrap gap-3">
          <form action={signOut}>
            <Submit pending="Signing out …" quiet>
              Sign out
            </Submit>
          </form>
          <form action={signOutEverywhere}>
            <Submit pending="Signing out …" quiet>
              Sign out everywhere
            </Submit>
          </form>
        </div>
      </Part>
    </div>
  )
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="mt-12">
      <h2 className="border-t-[3px] border-ink pt-2 pb-4 text-lg font-bold">{title}</h2>
      {children}
    </section>
  )
}
