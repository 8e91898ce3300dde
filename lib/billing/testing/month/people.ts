/** Who is in a simulation: readers, and those who work for the publication. */
import { DAY } from '#lib/clock.ts'
import { type Month, START } from './month.ts'
import { randomOf } from './random.ts'

/** Adds the readers, who come in the first two thirds of the time, most of them early. */
export async function addPeople({ database, people, plan }: Month): Promise<void> {
  const { readers, days, seed } = plan
  const rows = Array.from({ length: readers }, (_, number) => ({
    email: `reader-${number}@example.org`,
  }))
  const made = await database.owner`
    insert into reader ${database.owner(rows)} returning id, email`
  for (const [number, { id, email }] of made.entries()) {
    const random = randomOf(seed, 'reader', number)
    const arrival = random.next() ** 2 * (2 / 3)
    const nextAt = START.getTime() + Math.floor(arrival * days * DAY)
    people.push({
      number,
      id: String(id),
      email: String(email),
      name: null,
      random,
      nextAt,
      wasDeleted: false,
    })
  }
}

/** Adds those who work for the publication: two are told of disputes. */
export async function addStaff({ database, staff }: Month): Promise<void> {
  for (const role of ['admin', 'support', 'writer'] as const) {
    const email = `${role}@news.example`
    const [made] = await database.owner`insert into reader (email) values (${email}) returning id`
    const id = String(made?.id)
    await database.owner`insert into staff_member (reader_id, role) values (${id}, ${role})`
    staff.push({ id, email, role })
  }
}
