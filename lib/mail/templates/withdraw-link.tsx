import { deriveToken } from '#lib/derived-token.ts'
import { formatMoment } from '#lib/format.ts'
import { publication } from '#lib/publication.ts'
import { withdrawalEnds } from '#lib/withdrawal-period.ts'
import { Paragraph } from './frame.tsx'
import { Link } from './link.tsx'

type Props = {
  contract: { subscriptionId: string; concludedAt: string } | undefined
  /** When the mail is about: later than the right lasts, it says nothing. */
  at: string
  site: URL
}

/** The right to withdraw, until when it lasts, and the personal link that needs no signing in. */
export function WithdrawLink({ contract, at, site }: Props) {
  if (!contract) return null
  const ends = withdrawalEnds(new Date(contract.concludedAt), publication.timeZone)
  if (new Date(at) >= ends) return null
  const link = new URL('/withdraw', site)
  link.searchParams.set(
    't',
    `${contract.subscriptionId}.${deriveToken('withdrawal', contract.subscriptionId)}`,
  )
  return (
    <Paragraph>
      You can withdraw from this contract until {formatMoment(ends)}, without giving a reason, and
      get back what you paid: <Link href={link.href}>withdraw</Link>. The link is yours alone.
    </Paragraph>
  )
}
