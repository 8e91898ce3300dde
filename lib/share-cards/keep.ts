import { setTimeout as wait } from 'node:timers/promises'
import type { AppDatabase } from '#db/client.ts'
import {
  type DueCard,
  dueCards,
  hasPublicationCard,
  isAnyCardDue,
  isPrintingAlone,
  orderAllCards,
  orderCardsOfOtherLook,
  settleCard,
  writePublicationCard,
} from '#db/queries/share-cards.ts'
import { SECOND } from '#lib/clock.ts'
import { cardName, look } from './look.ts'
import { orderCards, type Press } from './order.ts'

/** So many cards are printed in one go: some seconds, after which others have their turn. */
const AT_ONCE = 20

/** Whether this process has looked for cards of another look: the look changes only between two starts. */
let looked = false

/**
 * Prints cards that are due: of articles that were published, or whose words have changed since, the last added first, and that
 * of the publication. Returns how many articles were looked at; one instance at a time does it, and none waits for another.
 */
export async function printDueCards(db: AppDatabase, press: Press = orderCards): Promise<number> {
  if (!looked) {
    await orderCardsOfOtherLook(db, look)
    looked = true
  }
  const name = cardName(null)
  if (!(await isAnyCardDue(db)) && (await hasPublicationCard(db, name))) return 0
  return db.transaction(async (tx) => {
    if (!(await isPrintingAlone(tx))) return 0
    const due = await dueCards(tx, AT_ONCE)
    const own = (await hasPublicationCard(tx, name)) ? [] : [null]
    if (due.length + own.length === 0) return 0
    const printed = await press([...due.map(wordsOf), ...own])
    for (const [at, one] of due.entries()) {
      const png = printed[at] ?? null
      await settleCard(
        tx,
        one,
        png && { hash: cardName(wordsOf(one)), look, png: Buffer.from(png) },
      )
    }
    const png = printed[due.length]
    if (png) await writePublicationCard(tx, { hash: name, look, png: Buffer.from(png) })
    return due.length
  })
}

const wordsOf = ({ headline, section, authors }: DueCard) => ({ headline, section, authors })

/** Prints the card of every article anew, whatever is there; says how far it is. Returns how many were printed. */
export async function printAllCards(
  db: AppDatabase,
  onProgress: (done: number) => void,
  press: Press = orderCards,
): Promise<number> {
  await orderAllCards(db)
  let done = 0
  while (await isAnyCardDue(db)) {
    const some = await printDueCards(db, press)
    done += some
    if (some > 0) onProgress(done)
    // Another instance is printing: what it has in hand need not be printed twice.
    else await wait(SECOND / 2)
  }
  return done
}
