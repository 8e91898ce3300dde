import type { Metadata } from 'next'
import { requireStaff } from '../../../guard.ts'
import { AddForm } from './form.client.tsx'

export const metadata: Metadata = { title: 'Add a picture' }

export default async function AddPicturePage() {
  await requireStaff('keep pictures', '/newsroom/pictures/add')
  return (
    <>
      <h1 className="headline text-4xl sm:text-5xl">Add a picture</h1>
      <p className="mt-2 max-w-2xl text-soft">
        A file or an address, and what it shows: the rest may be left out. The picture is made anew
        in every width that a page needs, without what a camera wrote into it, such as where it was
        taken.
      </p>
      <AddForm />
    </>
  )
}
