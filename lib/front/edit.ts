import { randomUUID } from 'node:crypto'
import type { AppDatabase, AppTransaction } from '#db/client.ts'
import { addAuditEntry } from '#db/queries/audit.ts'
import {
  countFrontEdition,
  findPublished,
  holdFrontEdition,
  replaceFront,
} from '#db/queries/front-desk.ts'
import { type Change, changeFront, type Refusal } from './change.ts'
import type { Container } from './container.ts'
import { readContainers } from './read.ts'

/** What staff want: a change of the containers, or that the front page follows the sections by itself again. */
export type Wish = Change | { do: 'reset' }

/** Who orders the front page: a member of staff, or the operator at the terminal. */
type Actor = { id: string | null; label: string }

/** Why a wish was not granted: as `Refusal`, or the article is not public, or the end of a pin is no moment to come. */
export type NotGranted = Refusal | 'not_public' | 'past'

export type Edited =
  | { kind: 'done' }
  | { kind: 'refused'; why: NotGranted }
  /** Somebody else changed the front page since the edition that was shown, and nothing was changed. */
  | { kind: 'stale'; changedAt: Date | null }

/**
 * Makes a change of the front page, unless somebody else has changed it since `edition`; null stands for whatever it is
 * now. The first change makes rows of what was automatic. Noted in the audit log; readers see it when this returns.
 */
export async function editFront(
  db: AppDatabase,
  actor: Actor,
  { edition, wish }: { edition: number | null; wish: Wish },
  now: Date,
): Promise<Edited> {
  return db.transaction(async (tx) => {
    const { number, changedAt } = await holdFrontEdition(tx)
    if (edition !== null && edition !== number) return { kind: 'stale', changedAt }
    const why = await grant(tx, wish, now)
    if (why !== null) return { kind: 'refused', why }
    await countFrontEdition(tx, now)
    await addAuditEntry(tx, {
      actorId: actor.id,
      actor: actor.label,
      action: actions[wish.do],
      detail: { ...wish, edition: number + 1 },
    })
    return { kind: 'done' }
  })
}

/** How the audit log says it. */
const actions = {
  move: 'Moved a container of the front page',
  order: 'Ordered the front page',
  hide: 'Hid a container of the front page',
  show: 'Showed a container of the front page again',
  remove: 'Removed a container from the front page',
  set: 'Set a container of the front page',
  add: 'Added a container to the front page',
  pin: 'Pinned an article to the front page',
  unpin: 'Unpinned an article from the front page',
  reset: 'Reset the front page to automatic',
} satisfies Record<Wish['do'], string>

/** Null: it is done. */
async function grant(tx: AppTransaction, wish: Wish, now: Date): Promise<NotGranted | null> {
  const { automatic, containers, shelves } = await readContainers(tx, now)
  if (wish.do === 'reset') {
    if (automatic) return 'nothing'
    await replaceFront(tx, [], [])
    return null
  }
  if (wish.do === 'pin') {
    if (wish.endsAt !== null && wish.endsAt <= now) return 'past'
    if (!(await findPublished(tx, { id: wish.article }))) return 'not_public'
  }
  const changed = changeFront(containers, wish, { shelves, newId: randomUUID() })
  if (changed.kind === 'refused') return changed.why
  // The names of what was automatic are no ids.
  await keep(tx, automatic ? changed.containers.map(withId) : changed.containers)
  return null
}

const withId = (container: Container) => ({ ...container, id: randomUUID() })

async function keep(tx: AppTransaction, containers: readonly Container[]): Promise<void> {
  await replaceFront(
    tx,
    containers.map(({ id, kind, title, shelf, articles, layout, hidden }, position) => ({
      id,
      kind,
      title,
      sectionId: shelf?.kind === 'section' ? shelf.id : null,
      topicId: shelf?.kind === 'topic' ? shelf.id : null,
      articles,
      layout,
      hidden,
      position,
    })),
    containers.flatMap(({ id, pins }) =>
      pins.map(({ articleId, place, endsAt }) => ({
        containerId: id,
        articleId,
        position: place,
        endsAt,
      })),
    ),
  )
}
