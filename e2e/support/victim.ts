import { z } from 'zod'
import { withOwner } from '../wall/sql.ts'
import { signedInCaller } from './callers.ts'
import { somebody, subscribeByForms } from './people.ts'
import { customerOf, subscriptionsOf } from './stripe.ts'

const ids = z.tuple([
  z.object({ reader: z.string(), session: z.string(), grant: z.string(), payment: z.string() }),
])

/** Somebody who pays, was given access as well, and is signed in: all that others could be after. */
export async function makeVictim() {
  const email = somebody('victim')
  const caller = await signedInCaller(email)
  await subscribeByForms(caller)
  const [found] = await withOwner(async (owner) => {
    await owner`insert into access_grant (reader_id, kind, giver, why, ends_at)
                select id, 'staff', 'The Leadline', 'a test', now() + interval '9 days'
                  from reader where email = ${email}`
    return ids.parse([
      ...(await owner`
        select r.id as reader, s.id as session, g.id as grant, c.payment_intent_id as payment
          from reader r join session s on s.reader_id = r.id join access_grant g on g.reader_id = r.id
          join stripe_customer k on k.reader_id = r.id join charge c on c.customer_id = k.customer_id
         where r.email = ${email}`),
    ])
  })
  const [subscription = ''] = await subscriptionsOf(await customerOf(email))
  return { email, caller, subscription, ...found }
}
export type Victim = Awaited<ReturnType<typeof makeVictim>>
