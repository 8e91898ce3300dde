import { compareSubscriptions } from '#lib/billing/compare.ts'
import { backgroundBilling, interactiveBilling } from '#lib/billing/connection.ts'
import { isOutage } from '#lib/billing/outage.ts'
import { reconcileEvents } from '#lib/billing/reconcile.ts'
import { replayEvent } from '#lib/billing/replay.ts'
import { syncReaderForStaff } from '#lib/billing/sync-for-staff.ts'
import { explainToStaff } from '#lib/access/explain.ts'
import { formatDay } from '#lib/format.ts'
import { findReaderId } from '#lib/readers/look-up.ts'
import { appDatabase, billingDatabase } from '#lib/runtime.ts'
import { operator, readAddress } from './address.ts'
import { type Command, readWords, UsageError } from './command.ts'

const sync: Command = {
  name: ['billing', 'sync'],
  usage: 'billing sync EMAIL',
  summary: 'reads what somebody bought from Stripe, now',
  prepare: (words) => {
    const email = readAddress(readWords(words, { options: {}, least: 1, most: 1 }).positionals[0])
    return async () => {
      const readerId = await findReaderId(appDatabase(), email)
      if (readerId === null) {
        console.error(`Nobody has the address ${email}.`)
        return 1
      }
      const outcome = await syncReaderForStaff(
        billingDatabase(),
        operator,
        readerId,
        interactiveBilling(),
      )
      switch (outcome.kind) {
        case 'synced':
          console.log(explainToStaff(outcome.decision, formatDay))
          return 0
        case 'no_customer':
          console.log(`${email} is not a customer at Stripe: there is nothing to read.`)
          return 0
        case 'unavailable':
          console.error('Stripe does not answer. Nothing was changed; try again in a moment.')
          return 1
      }
    }
  },
}

const reconcile: Command = {
  name: ['billing', 'reconcile'],
  usage: 'billing reconcile [--all]',
  summary: 'finds events that never came in; --all compares every subscription too',
  prepare: (words) => {
    const { values } = readWords(words, {
      options: { all: { type: 'boolean' } },
      least: 0,
      most: 0,
    })
    return async () => {
      try {
        const billing = backgroundBilling()
        const { listed, missed, settled } = await reconcileEvents(billingDatabase(), billing)
        console.log(`${listed} events at Stripe, ${missed} had never come in, ${settled} settled.`)
        if (!values.all) return 0
        const found = await compareSubscriptions(billingDatabase(), billing)
        console.log(
          `${found.listed} subscriptions at Stripe, ${found.ours} of them ours, ${found.different} differed, ${found.synced} customers read anew, ${found.failed} could not be read.`,
        )
        return found.failed === 0 ? 0 : 1
      } catch (error) {
        if (!isOutage(error)) throw error
        console.error('Stripe does not answer. Nothing was lost; try again in a moment.')
        return 1
      }
    }
  },
}

export const replay: Command = {
  name: ['events', 'replay'],
  usage: 'events replay ID',
  summary: 'processes an event of the Stripe inbox again',
  prepare: (words) => {
    const id = readWords(words, { options: {}, least: 1, most: 1 }).positionals[0] ?? ''
    if (!/^evt_\w+$/.test(id))
      throw new UsageError(`"${id}" is not the id of an event such as evt_123.`)
    return async () => {
      const outcome = await replayEvent(billingDatabase(), operator, id, {
        ...interactiveBilling(),
        now: () => new Date(),
      })
      switch (outcome.kind) {
        case 'unknown':
          console.error(`There is no event ${id} in the inbox.`)
          return 1
        case 'processed':
          console.log(`${id} was processed: ${outcome.outcome}.`)
          return 0
        case 'pending':
          console.error(
            `${id} is pending again. It could not be processed now: ${outcome.error ?? 'somebody else has it'}.`,
          )
          return 1
      }
    }
  },
}

export const billingCommands: Command[] = [sync, reconcile]
