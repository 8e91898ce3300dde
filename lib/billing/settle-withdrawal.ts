import type { AppDatabase, AppTransaction } from '#db/client.ts'
import { allStaff } from '#db/queries/readers.ts'
import {
  contractOf,
  leaveWithdrawalToStaff,
  refundedSince,
  settleWithdrawal,
  unsettledWithdrawals,
  type WithdrawalRow,
} from '#db/queries/withdrawals.ts'
import { log } from '#lib/log.ts'
import { queueMail } from '#lib/mail/queue.ts'
import { may } from '#lib/newsroom/roles.ts'
import { publication } from '#lib/publication.ts'
import type { StripeGateway } from './gateway.ts'
import { refundAndEnd } from './refund-and-end.ts'

/** What settling needs of the world. */
export type WithdrawalSetting = { stripe: StripeGateway; priceId: string; now: Date }

/** How many are settled in one go. */
const BATCH = 50

/**
 * Gives back what was paid and ends the contract, for every withdrawal of which that is still to be
 * done: Stripe did not answer, or the process died. For the timer. Returns how many were settled.
 */
export async function settleWithdrawals(
  db: AppDatabase,
  billing: { stripe: StripeGateway; priceId: string; now: () => Date },
): Promise<number> {
  const { stripe, priceId } = billing
  let settled = 0
  for (const row of await unsettledWithdrawals(db, BATCH))
    if (await settle(db, row, { stripe, priceId, now: billing.now() })) settled++
  return settled
}

/** Does so for one; says whether it is done. What cannot be refunded by a machine is left to staff. */
export async function settle(
  db: AppDatabase,
  row: WithdrawalRow,
  setting: WithdrawalSetting,
): Promise<boolean> {
  const subscriptionId = row.subscriptionId ?? ''
  const done = await refundAndEnd(
    db,
    {
      subscriptionId,
      readerId: null,
      which: 'all',
      shown: null,
      actor: { id: row.readerId, label: 'the reader' },
      why: 'Withdrew from the contract in time',
    },
    setting,
  )
  switch (done.kind) {
    case 'done':
      await settleWithdrawal(
        db,
        row.id,
        done.refunded ?? (await refundedBefore(db, row)),
        setting.now,
      )
      return true
    case 'disputed':
    case 'unknown':
      await db.transaction(async (tx) => {
        await leaveWithdrawalToStaff(tx, row.id)
        await tellStaff(tx, row)
      })
      return false
    case 'changed':
    case 'unavailable':
      log().warn({ withdrawal: row.id, why: done.kind }, 'a withdrawal is settled later')
      return false
  }
}

/** What a run that died after the refund gave back: the next one finds nothing left to give. */
async function refundedBefore(db: AppDatabase, row: WithdrawalRow) {
  const contract = await contractOf(db, row.subscriptionId ?? '')
  return contract && refundedSince(db, contract.customerId, contract.concludedAt)
}

/** Tells everybody who looks after readers of a withdrawal to settle by hand; without any, the publication. */
export async function tellStaff(tx: AppTransaction, row: WithdrawalRow): Promise<void> {
  const staff = (await allStaff(tx)).filter(({ role }) => may(role, 'look readers up'))
  const told = staff.length > 0 ? staff : [{ id: null, email: publication.contactEmail }]
  for (const { id, email } of told)
    await queueMail(tx, {
      to: email,
      readerId: id,
      onceKey: `staff_withdrawal:${row.id}:${id ?? 'publication'}`,
      message: {
        kind: 'staff_withdrawal',
        name: row.name,
        email: row.email,
        reference: row.reference,
        statedAt: row.statedAt.toISOString(),
      },
    })
}
