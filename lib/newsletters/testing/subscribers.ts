import type { TestDatabase } from '#db/testing/database.ts'

/** An address that receives these newsletters; returns its id. */
export async function subscriber(
  database: TestDatabase,
  email: string,
  newsletters: string[],
  state = 'confirmed',
): Promise<string> {
  const [row] = await database.owner`
    insert into newsletter_address (email) values (${email}) returning id`
  const id = String(row?.id)
  for (const newsletter of newsletters)
    await database.owner`
      insert into newsletter_subscription (address_id, newsletter, state, asked_from, consent_version, consent_text,
                                           confirmed_at)
      values (${id}, ${newsletter}, ${state}, 'page', 'v', 'I want it.', ${state === 'pending' ? null : new Date()})`
  return id
}

/** What an address receives, wants or ended, as "newsletter state". */
export async function statesOf(database: TestDatabase, email: string): Promise<string[]> {
  const rows = await database.owner`
    select newsletter || ' ' || state as said from newsletter_subscription s
      join newsletter_address a on a.id = s.address_id where a.email = ${email} order by newsletter`
  return rows.map(({ said }) => String(said))
}
