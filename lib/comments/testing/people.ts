/** Readers and articles for the tests of comments. */
import { randomUUID } from 'node:crypto'
import type { TestDatabase } from '#db/testing/database.ts'
import type { AccessLevel, StaffRole } from '#lib/access/level.ts'

/** A reader, who may subscribe, write under a name, and work here; all of it from long ago until long from now. */
export async function addReader(
  { owner }: TestDatabase,
  who: { name?: string; subscriber?: boolean; role?: StaffRole } = {},
): Promise<string> {
  const id = randomUUID()
  await owner`insert into reader (id, email) values (${id}, ${`${id}@readers.example`})`
  if (who.name !== undefined)
    await owner`insert into comment_writer (reader_id, name, folded) values (${id}, ${who.name}, ${who.name})`
  if (who.subscriber)
    await owner`
      insert into access_grant (reader_id, kind, giver, why, starts_at, ends_at)
      values (${id}, 'staff', 'the desk', 'a test', '2020-01-01', '2099-01-01')`
  if (who.role) await owner`insert into staff_member (reader_id, role) values (${id}, ${who.role})`
  return id
}

/** An article that was published long ago. */
export async function addArticle({ owner }: TestDatabase, accessLevel: AccessLevel) {
  const id = randomUUID()
  const slug = `talk-${id}`
  await owner`
    insert into article (id, slug, headline, standfirst, preview_html, preview_text, excerpt, preview_words,
        access_level, has_gated_part, status, published_at)
      values (${id}, ${slug}, 'A headline', 's', '', '', '', 0, ${accessLevel}, false, 'published', '2024-01-01')`
  return { id, slug, accessLevel }
}
