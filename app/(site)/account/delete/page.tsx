import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import type { ReactNode } from 'react'
import { currentReader } from '#lib/auth/viewer.ts'
import { ownAccount } from '#lib/readers/own-account.ts'
import { appDatabase } from '#lib/runtime.ts'
import { Narrow } from '../../../parts/narrow.tsx'
import { DeleteForm } from './form.client.tsx'

export const metadata: Metadata = { title: 'Delete your account', robots: { index: false } }

export default async function DeletePage() {
  const reader = await currentReader()
  if (!reader) redirect('/sign-in?to=%2Faccount%2Fdelete')
  const { subscription, isCustomer } = await ownAccount(appDatabase(), reader.id, new Date())
  const subscribes = subscription !== null && !subscription.over
  return (
    <Narrow title="Delete your account">
      {subscribes && (
        <p className="border-s-[3px] border-red ps-4 font-medium">
          Your subscription ends at once, and the rest of the time you paid for is lost. To read on
          until then,{' '}
          <a href="/account/cancel" className="underline">
            cancel the subscription
          </a>{' '}
          first, and delete your account when it has ended.
        </p>
      )}
      <List title="What goes">
        <li>
          Your name and e-mail address, here and at our payment provider, and your card there.
        </li>
        <li>Every session: you are signed out everywhere. Your private feed leads nowhere.</li>
        <li>Gift links: articles you gave away are closed to whoever has them.</li>
        <li>Your saved articles and your reading history.</li>
        <li>Access that was given to you, and a gift that you have not used up.</li>
        <li>The content of the mails we sent you.</li>
        <li>
          Your comments, with your name on them. Where others have answered, they see that one was
          removed.
        </li>
      </List>
      <List title="What stays, and why">
        {isCustomer && (
          <li>
            Invoices and payments, under a pseudonym: tax law makes us keep them, in most of Europe
            for up to ten years. The invoices themselves name whom they were made out to.
          </li>
        )}
        <li>What you agreed to and when, under the same pseudonym, as proof.</li>
        <li>That something was done to this account, without your name or address.</li>
        <li>Gifts you bought: whoever received one keeps it, and one that waits is delivered.</li>
      </List>
      <p>
        It cannot be undone. You may want a{' '}
        <a href="/account/export" className="underline">
          copy of your data
        </a>{' '}
        first.
      </p>
      <DeleteForm />
    </Narrow>
  )
}

function List({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h2 className="text-lg font-bold">{title}</h2>
      <ul className="ruled mt-1 border-y border-rule font-serif text-lg leading-snug [&>li]:py-2.5">
        {children}
      </ul>
    </section>
  )
}
