import type { StaffRole } from '#lib/access/level.ts'
import { may } from '#lib/newsroom/roles.ts'

type Props = { readerId: string; role: StaffRole; payment: string | null }

/** The way to give a payment back, for whoever may. */
export function GiveBackLink({ readerId, role, payment }: Props) {
  if (payment === null || !may(role, 'refund payments')) return null
  const query = new URLSearchParams({ payment })
  return (
    <p className="mt-1">
      <a href={`/newsroom/readers/${readerId}/give-back?${query}`} className="text-ink underline">
        Give back …
      </a>
    </p>
  )
}
