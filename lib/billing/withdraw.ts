import type { AppDatabase, AppTransaction } from '#db/client.ts'
import { disputesOfCustomer } from '#db/queries/billing.ts'
import { addWithdrawal, type ContractRow, withdrawalThatEnded } from '#db/queries/withdrawals.ts'
import { readEmail } from '#lib/auth/email.ts'
import { hashToken } from '#lib/auth/hash.ts'
import { limits } from '#lib/limit-figures.ts'
import { takeTurns } from '#lib/limits.ts'
import { queueMail } from '#lib/mail/queue.ts'
import { publication } from '#lib/publication.ts'
import { withdrawalEnds } from '#lib/withdrawal-period.ts'
import { settle, tellStaff, type WithdrawalSetting } from './settle-withdrawal.ts'
import { type Claim, findContract } from './withdrawal-contract.ts'

/** What somebody typed to withdraw from a contract. */
export type Typed = { name: string; email: string; reference: string }

/** The same, fit to be stated; `reference` is what the contract is to be found by. */
export type Statement = { name: string; email: string; reference: string | null }

/** A statement, or the field that keeps it from being one, and why. */
export type StatementReading =
  | { kind: 'valid'; statement: Statement }
  | { kind: 'invalid'; field: keyof Typed; why: string }

/** Reads what was typed. Whether there is such a contract is not looked at, and so cannot be found out. */
export function readStatement(typed: Typed): StatementReading {
  const name = oneLine(typed.name)
  if (name === '' || name.length > 200)
    return { kind: 'invalid', field: 'name', why: 'Enter your name, in at most 200 characters.' }
  const reading = readEmail(typed.email)
  if (reading.kind === 'invalid') return { kind: 'invalid', field: 'email', why: reading.why }
  const reference = oneLine(typed.reference)
  if (reference.length > 200)
    return { kind: 'invalid', field: 'reference', why: 'Say it in at most 200 characters.' }
  return {
    kind: 'valid',
    statement: { name, email: reading.email, reference: reference === '' ? null : reference },
  }
}

const oneLine = (text: string) => text.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim()

/** The statement in words, as it is shown before it is confirmed, and kept in the receipt. */
export function statementInWords({ reference }: Pick<Statement, 'reference'>): string {
  const which = reference === null ? '' : ` (${reference})`
  return `I hereby withdraw from my contract with ${publication.name} for a subscription${which}.`
}

/** What became of a statement. `id` names it in the receipt. */
export type Withdrawal =
  | { kind: 'received'; id: string }
  | { kind: 'limited'; retryAfterSeconds: number }

/**
 * Takes a withdrawal. It is stored and its receipt queued before anything else is tried, so no outage
 * loses it or makes it late. In time: everything paid goes back, then the subscription ends; what
 * does not work at once is done by `settleWithdrawals`. Too late: nothing changes. Without a contract
 * that is proven to be theirs, staff settle it by hand.
 */
export async function withdraw(
  db: AppDatabase,
  claim: Claim,
  statement: Statement,
  setting: WithdrawalSetting & { address: string },
): Promise<Withdrawal> {
  const turn = await takeTurns(db, [
    [limits.withdrawalsFromAddress, setting.address],
    [limits.withdrawalsOfEmail, hashToken(statement.email)],
  ])
  if (turn.kind === 'limited') return turn
  const contract = await findContract(db, claim, statement)
  const { row, isNew } = await db.transaction((tx) =>
    takeDown(tx, { via: claim.kind, statement, contract }, setting),
  )
  if (isNew && row.outcome === 'ended') await settle(db, row, setting)
  return { kind: 'received', id: row.id }
}

type Stated = { via: Claim['kind']; statement: Statement; contract: ContractRow | null }

/** The row, its receipt, and the word to staff where they are needed, all or none of it. */
async function takeDown(tx: AppTransaction, stated: Stated, { now }: WithdrawalSetting) {
  const { via, statement, contract } = stated
  const ends = contract && withdrawalEnds(contract.concludedAt, publication.timeZone)
  const outcome = await judge(tx, contract, ends, now)
  const added = await addWithdrawal(tx, {
    ...statement,
    via,
    outcome,
    readerId: contract?.readerId ?? null,
    subscriptionId: contract?.subscriptionId ?? null,
    statedAt: now,
  })
  if (!added) return { row: await firstOf(tx, contract), isNew: false }
  const receipt = {
    kind: 'withdrawal_receipt' as const,
    name: statement.name,
    statement: statementInWords(statement),
    statedAt: now.toISOString(),
    outcome,
    endedAt: ends?.toISOString() ?? null,
  }
  const onceKey = `withdrawal_receipt:${added.id}`
  const readerId = contract?.readerId ?? null
  await queueMail(tx, { to: statement.email, readerId, onceKey, message: receipt })
  // Whose contract it is hears of it too, when somebody with their link gave another address.
  if (contract && contract.email !== statement.email)
    await queueMail(tx, {
      to: contract.email,
      readerId,
      onceKey: `${onceKey}:owner`,
      message: receipt,
    })
  if (outcome === 'by_hand') await tellStaff(tx, added)
  return { row: added, isNew: true }
}

/** Who confirms twice withdrew once: the first statement stands, with its time. */
async function firstOf(tx: AppTransaction, contract: ContractRow | null) {
  const first = contract && (await withdrawalThatEnded(tx, contract.subscriptionId))
  if (!first) throw new Error('A withdrawal was refused by a row that is not there.')
  return first
}

async function judge(
  tx: AppTransaction,
  contract: ContractRow | null,
  ends: Date | null,
  now: Date,
): Promise<'ended' | 'too_late' | 'by_hand'> {
  if (!contract || !ends) return 'by_hand'
  if (now >= ends) return 'too_late'
  // While a bank decides about the money, giving it back would give it twice.
  const disputes = await disputesOfCustomer(tx, contract.customerId)
  const settled = new Set(['won', 'warning_closed', 'prevented'])
  return disputes.some(({ status }) => !settled.has(status)) ? 'by_hand' : 'ended'
}
