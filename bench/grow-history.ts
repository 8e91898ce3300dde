/** What readers are found by at the desk, beside their names: what they paid. */
import type { Sql } from 'postgres'

/** Gives every made reader who pays an invoice and a payment. */
export async function growHistory(sql: Sql): Promise<void> {
  await sql`
    insert into invoice (id, customer_id, subscription_id, number, status, currency, amount_due, amount_paid,
                         amount_remaining, attempts, period_start, period_end, created_at, paid_at, synced_at)
    select 'in_' || customer_id, customer_id, id,
           'GROWN' || lpad(split_part(customer_id, '_', 3), 7, '0') || '-0001', 'paid', 'usd', 500, 500, 0, 1,
           period_start, period_end, created_at, created_at, now()
      from subscription where customer_id ~ '^cus_grown_'`
  await sql`
    insert into charge (id, customer_id, payment_intent_id, status, currency, amount_captured, amount_refunded,
                        card_brand, card_last4, created_at, synced_at)
    select 'ch_' || customer_id, customer_id, 'pi_' || customer_id, 'succeeded', 'usd', 500, 0, 'visa',
           right('000' || split_part(customer_id, '_', 3), 4), created_at, now()
      from subscription where customer_id ~ '^cus_grown_'`
  await sql`vacuum (analyze)`
}
