'use server'

import { redirect } from 'next/navigation'
import { currentReader } from '#lib/auth/viewer.ts'
import { interactiveBilling } from '#lib/billing/connection.ts'
import { readStatement, statementInWords, type Typed, withdraw } from '#lib/billing/withdraw.ts'
import { type Claim, readSigned, sign } from '#lib/billing/withdrawal-contract.ts'
import { billingDatabase } from '#lib/runtime.ts'
import { inAWhile, requestOrigin, textOf } from '../../request-origin.ts'

/** Where somebody stands: typing, or before the statement that is still to be confirmed. */
export type WithdrawState = {
  step: 'type' | 'confirm'
  typed: Typed
  problem: { field: keyof Typed | null; why: string } | null
  /** The statement in words, once there is one. */
  statement: string
}

/** One step: to the statement, back to what was typed, or the withdrawal itself. */
export async function takeStep(_before: WithdrawState, form: FormData): Promise<WithdrawState> {
  const typed = {
    name: textOf(form, 'name'),
    email: textOf(form, 'email'),
    reference: textOf(form, 'reference'),
  }
  const stay = (problem: WithdrawState['problem']): WithdrawState => ({
    step: 'type',
    typed,
    problem,
    statement: '',
  })
  if (textOf(form, 'back') !== '') return stay(null)
  const reading = readStatement(typed)
  if (reading.kind === 'invalid') return stay({ field: reading.field, why: reading.why })
  const { statement } = reading
  if (textOf(form, 'step') !== 'confirm')
    return { step: 'confirm', typed, problem: null, statement: statementInWords(statement) }
  const { address } = await requestOrigin()
  const outcome = await withdraw(billingDatabase(), await claimOf(textOf(form, 't')), statement, {
    ...interactiveBilling(),
    address,
  })
  if (outcome.kind === 'limited')
    return stay({
      field: null,
      why: `Too many withdrawals came from here. Please try again ${inAWhile(outcome.retryAfterSeconds)}, or write to us: a letter or a mail is as good.`,
    })
  redirect(`/withdraw/received?${new URLSearchParams({ w: sign(outcome.id) })}`)
}

/** What shows whose contract it is: a link that we made, else being signed in, else what is typed. */
async function claimOf(link: string): Promise<Claim> {
  if (readSigned(link) !== null) return { kind: 'link', link }
  const reader = await currentReader()
  return reader ? { kind: 'account', readerId: reader.id } : { kind: 'form' }
}
