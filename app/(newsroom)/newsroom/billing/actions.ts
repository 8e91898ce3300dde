'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import { backgroundBilling, stripeGateway } from '#lib/billing/connection.ts'
import { replayDeadLetters, replayEvent } from '#lib/billing/replay.ts'
import { settleWithdrawalByHand } from '#lib/billing/settle-by-hand.ts'
import { appDatabase, billingDatabase } from '#lib/runtime.ts'
import { textOf } from '../../../request-origin.ts'
import { requireStaff } from '../../guard.ts'

const PAGE = '/newsroom/billing'
const eventId = z.string().regex(/^evt_\w{1,80}$/)

/** Processes one event of the inbox again, now, and shows what came of it. */
export async function replay(form: FormData): Promise<void> {
  const { actor } = await requireStaff('replay events', PAGE)
  const id = eventId.safeParse(textOf(form, 'id'))
  if (!id.success) redirect(PAGE)
  // Somebody waits for the answer.
  const billing = { ...backgroundBilling(), stripe: stripeGateway('interactive') }
  const { kind } = await replayEvent(billingDatabase(), actor, id.data, billing)
  redirect(`${PAGE}?${new URLSearchParams({ event: id.data, replayed: kind })}`)
}

/** Puts every event that was given up back into the inbox. */
export async function replayAll(): Promise<void> {
  const { actor } = await requireStaff('replay events', PAGE)
  const count = await replayDeadLetters(appDatabase(), actor, new Date())
  redirect(`${PAGE}?all=${count}`)
}

/** Notes that the withdrawal of the form is settled, by whoever sends it. */
export async function settleByHand(form: FormData): Promise<void> {
  const { actor } = await requireStaff('settle withdrawals', PAGE)
  const id = z.uuid().safeParse(textOf(form, 'id'))
  if (!id.success) redirect(PAGE)
  const done = await settleWithdrawalByHand(appDatabase(), actor, id.data, new Date())
  redirect(`${PAGE}?settled=${done ? 'done' : 'nothing'}`)
}
