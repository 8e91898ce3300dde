import { randomUUID } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { drawKept } from '../wall/kept-picture.ts'
import { withOwner } from '../wall/sql.ts'
import { signedInCaller } from './callers.ts'
import { foldline } from './command.ts'
import { somebody, subscribeByForms } from './people.ts'
import { dataFolder } from './stack.ts'
import { customerOf, subscriptionsOf } from './stripe.ts'

const picture = z.object({ id: z.string() })
const ids = z.tuple([
  z.object({
    reader: z.string(),
    session: z.string(),
    grant: z.string(),
    payment: z.string(),
    comment: z.string(),
  }),
])

/** Somebody who pays, was given access as well, has written a comment, and is signed in: all that others could be after. */
export async function makeVictim() {
  const email = somebody('victim')
  const caller = await signedInCaller(email)
  await subscribeByForms(caller)
  const [found] = await withOwner(async (owner) => {
    await owner`insert into access_grant (reader_id, kind, giver, why, ends_at)
                select id, 'staff', 'The Leadline', 'a test', now() + interval '9 days'
                  from reader where email = ${email}`
    await owner`insert into comment (article_id, reader_id, body, state, held_for)
                select a.id, r.id, 'Words of somebody', 'held', 'staff' from article a, reader r
                 where a.slug = 'who-mends-the-wall' and r.email = ${email}`
    return ids.parse([
      ...(await owner`
        select r.id as reader, s.id as session, g.id as grant, c.payment_intent_id as payment,
               (select id from comment where reader_id = r.id) as comment
          from reader r join session s on s.reader_id = r.id join access_grant g on g.reader_id = r.id
          join stripe_customer k on k.reader_id = r.id join charge c on c.customer_id = k.customer_id
         where r.email = ${email}`),
    ])
  })
  const [subscription = ''] = await subscriptionsOf(await customerOf(email))
  return { email, caller, subscription, picture: await keptPicture(email), ...found }
}

/** A picture that no article shows: for staff alone. */
async function keptPicture(words: string): Promise<string> {
  const file = path.join(dataFolder, `${randomUUID()}.png`)
  writeFileSync(file, drawKept(words).bytes)
  const { out } = await foldline('picture', 'add', file, '--alt', 'A test', '--json')
  return picture.parse(JSON.parse(out)).id
}

export type Victim = Awaited<ReturnType<typeof makeVictim>>
