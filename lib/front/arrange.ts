import type { Filled } from './compose.ts'
import { containerKinds } from './container.ts'

/** What stands side by side: a lead and what stands beside it, one container from edge to edge, or up to three columns. */
export type Row<Card> =
  | { kind: 'top'; lead: Filled<Card>; beside: Filled<Card> | null }
  | { kind: 'wide'; one: Filled<Card> }
  | { kind: 'columns'; columns: Filled<Card>[] }

const COLUMNS = 3

/** From edge to edge there would be a hole beside fewer. */
const LEAST_WIDE = 3

/** Puts filled containers into rows, in their order. One that has nothing to show, or is not for these readers, is left out. */
export function arrange<Card>(
  filled: readonly Filled<Card>[],
  shows: (one: Filled<Card>) => boolean,
): Row<Card>[] {
  const rows: Row<Card>[] = []
  for (const one of filled) {
    const { kind } = one.container
    const last = rows.at(-1)
    if (containerKinds[kind].takes ? one.cards.length === 0 : !shows(one)) continue
    if (kind === 'lead') rows.push({ kind: 'top', lead: one, beside: null })
    else if (isWide(one)) rows.push({ kind: 'wide', one })
    else if (last?.kind === 'top' && last.beside === null && kind === 'river') last.beside = one
    else if (last?.kind === 'columns' && last.columns.length < COLUMNS) last.columns.push(one)
    else rows.push({ kind: 'columns', columns: [one] })
  }
  return rows
}

const isWide = <Card>({ container: { kind, layout }, cards }: Filled<Card>) =>
  layout === 'wide' && ((kind !== 'section' && kind !== 'topic') || cards.length >= LEAST_WIDE)
