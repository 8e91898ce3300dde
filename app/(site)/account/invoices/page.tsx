import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { currentReader } from '#lib/auth/viewer.ts'
import { paymentsByYear, readerPayments } from '#lib/readers/purchases.ts'
import { appDatabase } from '#lib/runtime.ts'
import { Payments } from '../payments.tsx'
import { PortalForm } from '../portal-form.client.tsx'

export const metadata: Metadata = { title: 'Payments and invoices', robots: { index: false } }

type Props = { searchParams: Promise<{ year?: string | string[] }> }

export default async function InvoicesPage({ searchParams }: Props) {
  const reader = await currentReader()
  if (!reader) redirect('/sign-in?to=%2Faccount%2Finvoices')
  const { year: asked } = await searchParams
  const all = await readerPayments(appDatabase(), reader.id)
  const { year, years, payments } = paymentsByYear(all, typeof asked === 'string' ? asked : null)
  return (
    <div className="frame max-w-[52rem] py-10 sm:py-16">
      <p>
        <a href="/account" className="text-soft underline">
          Your account
        </a>
      </p>
      <h1 className="headline mt-1 text-[2.125rem] sm:text-5xl">Payments and invoices</h1>
      {year === null ? (
        <p className="mt-6 font-serif text-lg text-soft">
          There are no payments yet. Each will be here with its invoice and receipt.
        </p>
      ) : (
        <>
          <Years years={years} current={year} />
          <Payments payments={payments} />
          <div className="mt-6">
            <PortalForm
              quiet
              flow="customer_update"
              label="Put a company name and tax id on invoices"
            />
          </div>
        </>
      )}
    </div>
  )
}

function Years({ years, current }: { years: number[]; current: number }) {
  return (
    <nav aria-label="Years" className="mt-6 mb-4">
      <ul className="flex flex-wrap gap-x-5">
        {years.map((year) => (
          <li key={year}>
            <a
              href={`/account/invoices?year=${year}`}
              aria-current={year === current ? 'page' : undefined}
              className="inline-block py-2 underline aria-[current=page]:font-bold aria-[current=page]:no-underline"
            >
              {year}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}
