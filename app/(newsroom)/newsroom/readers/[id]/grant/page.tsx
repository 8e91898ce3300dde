import { randomUUID } from 'node:crypto'
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { z } from 'zod'
import { longestGrant } from '#lib/account/grants.ts'
import { requireStaff } from '../../../../guard.ts'
import { GrantForm } from './form.client.tsx'
import { theReader } from '../../the-reader.ts'

export const metadata: Metadata = { title: 'Give access' }

export default async function GrantPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params
  const { actor, role } = await requireStaff('give access', `/newsroom/readers/${id}/grant`)
  if (!z.uuid().safeParse(id).success) notFound()
  const status = await theReader(actor, id)
  return (
    <>
      <h1 className="headline text-4xl sm:text-5xl">Give access</h1>
      <p className="mt-2 max-w-2xl wrap-anywhere text-soft">
        <strong className="text-ink">{status.reader.email}</strong> will be able to read everything,
        is told so by mail, and pays nothing. It ends by itself and can be taken back. Now:{' '}
        {status.verdict}
      </p>
      <GrantForm readerId={id} most={longestGrant(role)} form={randomUUID()} />
    </>
  )
}
