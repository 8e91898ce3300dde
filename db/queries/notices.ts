import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { AppQueryable } from '../client.ts'

const moment = z.coerce.date()
const shape = z.object({
  readerId: z.string(),
  email: z.string(),
  customerId: z.string(),
  subscriptionId: z.string(),
  priceId: z.string().nullable(),
  status: z.string(),
  amount: z.coerce.number(),
  discounted: z.coerce.number().nullable(),
  currency: z.string(),
  interval: z.string().nullable(),
  periodEnd: moment.nullable(),
  trialEnd: moment.nullable(),
  endsAt: moment.nullable(),
  createdAt: moment,
  card: z
    .object({ brand: z.string(), last4: z.string(), month: z.number(), year: z.number() })
    .nullable(),
  owed: z.object({ invoiceId: z.string(), amount: z.number(), createdAt: moment }).nullable(),
})

/** A subscription of ours that runs, with whom to tell, the card on file and the oldest unpaid invoice. */
export type RunningSubscription = z.infer<typeof shape>

const running = sql`
  select r.id as "readerId", r.email, c.customer_id as "customerId", s.id as "subscriptionId",
         s.price_id as "priceId", s.status, s.currency, s.interval,
         coalesce(s.unit_amount, 0) * coalesce(s.quantity, 1) as amount,
         s.discounted_amount as discounted,
         s.period_end as "periodEnd", s.trial_end as "trialEnd",
         coalesce(s.cancel_at, case when s.cancel_at_period_end then s.period_end end) as "endsAt",
         s.created_at as "createdAt",
         case when c.card_last4 is not null and c.card_exp_month is not null
              then json_build_object('brand', coalesce(c.card_brand, 'card'), 'last4', c.card_last4,
                                     'month', c.card_exp_month, 'year', c.card_exp_year) end as card,
         (select json_build_object('invoiceId', i.id, 'amount', i.amount_remaining,
                                   'createdAt', i.created_at)
            from invoice i
           where i.customer_id = s.customer_id and i.subscription_id = s.id and i.status = 'open' and i.attempts > 0
             and i.amount_remaining > 0
           order by i.created_at limit 1) as owed
    from subscription s
    join stripe_customer c on c.customer_id = s.customer_id and c.unlinked_at is null
    join reader r on r.id = c.reader_id and r.deleted_at is null
   where s.ours and s.vanished_at is null and s.status in ('active', 'trialing', 'past_due')`

/**
 * The running subscriptions about which something may have to be said by `horizon`: unpaid, a trial or
 * a year that ends, a card that expires.
 */
export async function subscriptionsWithNews(
  db: AppQueryable,
  horizon: Date,
): Promise<RunningSubscription[]> {
  const until = horizon.toISOString()
  const rows = await db.execute(sql`${running} and (
    s.status = 'past_due'
    or (s.status = 'trialing' and s.trial_end <= ${until})
    or (s.interval = 'year' and s.period_end <= ${until})
    or (c.card_exp_year is not null
        and make_timestamptz(c.card_exp_year, c.card_exp_month, 1, 0, 0, 0, 'UTC')
            + interval '1 month' <= ${until}))
    order by s.id`)
  return z.array(shape).parse([...rows])
}

/** The running subscriptions that are sold at this price. */
export async function subscriptionsAtPrice(
  db: AppQueryable,
  priceId: string,
): Promise<RunningSubscription[]> {
  const rows = await db.execute(sql`${running} and s.price_id = ${priceId} order by s.id`)
  return z.array(shape).parse([...rows])
}
