import { z } from 'zod'
import { interactiveBilling } from '#lib/billing/connection.ts'
import { isOutage } from '#lib/billing/outage.ts'
import { announcePriceChange } from '#lib/billing/price-change.ts'
import { plans } from '#lib/plans.ts'
import { formatDay } from '#lib/format.ts'
import { billingDatabase } from '#lib/runtime.ts'
import { operator } from './address.ts'
import { type Command, readWords, UsageError } from './command.ts'

/** Tells who subscribes at an older price that the one that is sold now will count for them as well. */
export const announcePrice: Command = {
  name: ['billing', 'announce-price'],
  usage: 'billing announce-price PLAN YYYY-MM-DD',
  summary: 'mails who pays an older price that the current one counts for them from that day',
  prepare: (words) => {
    const [name, day] = readWords(words, { options: {}, least: 2, most: 2 }).positionals
    const plan = plans.find(({ id }) => id === name)
    if (!plan)
      throw new UsageError(
        `There is no plan "${name}": ${plans.map(({ id }) => id).join(', ')} are in lib/plans.ts.`,
      )
    const date = z.iso.date().safeParse(day)
    if (!date.success) throw new UsageError(`"${day}" is not a day such as 2027-03-01.`)
    const effectiveAt = new Date(`${date.data}T00:00:00Z`)
    return async () => {
      try {
        const outcome = await announcePriceChange(
          billingDatabase(),
          { plan, effectiveAt, actor: operator },
          interactiveBilling(),
        )
        return tell(outcome, effectiveAt)
      } catch (error) {
        if (!isOutage(error)) throw error
        console.error('Stripe does not answer. Nobody was told; try again in a moment.')
        return 1
      }
    }
  },
}

function tell(outcome: Awaited<ReturnType<typeof announcePriceChange>>, effectiveAt: Date): number {
  switch (outcome.kind) {
    case 'announced':
      console.log(
        `${outcome.told} people are told. Their price changes at the first renewal on or after ${formatDay(effectiveAt)}.`,
      )
      return 0
    case 'nothing_to_change':
      console.log('Everybody pays the current price, or was told already. Nobody was mailed.')
      return 0
    case 'too_soon':
      console.error(
        `People are told at least thirty days before. The earliest day is ${formatDay(outcome.earliest)}.`,
      )
      return 1
    case 'no_price':
      console.error(
        'Stripe has no price under the lookup key of this plan. Run: npm run foldline -- billing setup',
      )
      return 1
  }
}
