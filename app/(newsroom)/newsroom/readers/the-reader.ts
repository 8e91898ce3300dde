import { notFound, redirect } from 'next/navigation'
import { lookUpReader } from '#lib/readers/look-up.ts'
import type { Actor } from '#lib/readers/staff-turn.ts'
import type { ReaderStatus } from '#lib/readers/status.ts'
import { appDatabase } from '#lib/runtime.ts'

/** The reader of a page that staff opened. Nobody has the id: 404. Too many were looked at: the list says so. */
export async function theReader(actor: Actor, id: string): Promise<ReaderStatus> {
  const found = await lookUpReader(appDatabase(), actor, id, new Date())
  switch (found.kind) {
    case 'found':
      return found.status
    case 'unknown':
      return notFound()
    case 'limited':
      return redirect(`/newsroom/readers?${new URLSearchParams({ slower: 'yes' })}`)
  }
}
