import { z } from 'zod'
import type { AppDatabase } from '#db/client.ts'
import { contractOf, findWithdrawal } from '#db/queries/withdrawals.ts'
import { publication } from '#lib/publication.ts'
import { withdrawalEnds } from '#lib/withdrawal-period.ts'
import { statementInWords } from './withdraw.ts'
import { readSigned } from './withdrawal-contract.ts'

/** What somebody who withdrew is shown, as it stands now. */
export type WithdrawalReceipt = {
  statedAt: Date
  statement: string
  email: string
  effect:
    | { kind: 'refunded'; amount: { amount: number; currency: string } | null }
    | { kind: 'under_way' }
    | { kind: 'too_late'; endedAt: Date }
    | { kind: 'by_hand' }
}

/** The receipt that a signed reference names, or null when we did not make it. */
export async function withdrawalReceipt(
  db: AppDatabase,
  signed: string,
): Promise<WithdrawalReceipt | null> {
  const id = readSigned(signed)
  // The link of a mail is signed as well, and names a subscription.
  if (!z.uuid().safeParse(id).success || id === null) return null
  const row = await findWithdrawal(db, id)
  if (!row) return null
  const { statedAt, email, refundAmount, refundCurrency } = row
  const shown = { statedAt, email, statement: statementInWords(row) }
  if (row.outcome === 'by_hand') return { ...shown, effect: { kind: 'by_hand' } }
  if (row.outcome === 'too_late') {
    const contract = await contractOf(db, row.subscriptionId ?? '')
    const endedAt = contract
      ? withdrawalEnds(contract.concludedAt, publication.timeZone)
      : row.statedAt
    return { ...shown, effect: { kind: 'too_late', endedAt } }
  }
  if (row.settledAt === null) return { ...shown, effect: { kind: 'under_way' } }
  const amount =
    refundAmount === null || refundCurrency === null
      ? null
      : { amount: refundAmount, currency: refundCurrency }
  return { ...shown, effect: { kind: 'refunded', amount } }
}
