import type { AppDatabase } from '#db/client.ts'
import { accessRowsOfReader } from '#db/queries/access.ts'
import { addAuditEntry } from '#db/queries/audit.ts'
import { giftLinksOf, revokeGiftLinkOf } from '#db/queries/gift-links.ts'
import { decideGiven, decideGiving } from '#lib/access/decide-given.ts'
import { type Allowance, allowanceOf } from './allowance.ts'
import { tokenOf } from './token.ts'

/** A link as its giver sees it. Of who opened it there is nothing to see but how often. */
export type OwnGiftLink = {
  id: string
  /** Null when the article is not public any more. */
  slug: string | null
  headline: string
  /** `paused`: the giver's own subscription does not run. `everybodys`: the article is free by now. */
  state: 'open' | 'over' | 'taken_back' | 'paused' | 'withdrawn' | 'everybodys'
  madeAt: Date
  endsAt: Date
  opened: number
  /** Where it leads from; null when it is not open, or was made with another secret of ours. */
  path: string | null
}

/** More than a year of them; older ones are in the copy of one's data. */
const MOST = 120

/** What a reader gave, the newest first, what is left to them, and whether they may give at all. */
export async function ownGiftLinks(
  db: AppDatabase,
  giverId: string,
  now: Date,
): Promise<{ links: OwnGiftLink[]; allowance: Allowance; mayGive: boolean }> {
  const [rows, facts, allowance] = await Promise.all([
    giftLinksOf(db, giverId, MOST),
    accessRowsOfReader(db, giverId),
    allowanceOf(db, giverId, now),
  ])
  const links = rows.map((row): OwnGiftLink => {
    const { id, headline, madeAt, endsAt, opened } = row
    const state = stateOf(row, facts, now)
    const token = tokenOf(id)
    return {
      id,
      slug: row.isPublic ? row.slug : null,
      headline,
      state,
      madeAt,
      endsAt,
      opened,
      path: state === 'open' && token.hash === row.tokenHash ? token.path : null,
    }
  })
  return { links, allowance, mayGive: decideGiving(facts, now).granted }
}

type Row = Awaited<ReturnType<typeof giftLinksOf>>[number]
type Facts = Awaited<ReturnType<typeof accessRowsOfReader>>

function stateOf(row: Row, facts: Facts, now: Date): OwnGiftLink['state'] {
  if (!row.isPublic) return 'withdrawn'
  const { granted, reason } = decideGiven(row.accessLevel, row, facts, now)
  if (reason === 'free_article') return 'everybodys'
  if (granted) return 'open'
  if (reason === 'given_over') return 'over'
  return reason === 'given_revoked' ? 'taken_back' : 'paused'
}

/** Takes a link back. Whoever has it open reads on no further than the page they have. Doing it twice changes nothing. */
export async function revokeGiftLink(
  db: AppDatabase,
  giverId: string,
  linkId: string,
  now: Date,
): Promise<void> {
  await db.transaction(async (tx) => {
    if ((await revokeGiftLinkOf(tx, giverId, linkId, now)) === null) return
    await addAuditEntry(tx, {
      actorId: giverId,
      actor: 'the reader',
      action: 'Took a gift link back',
      subjectId: giverId,
    })
  })
}
