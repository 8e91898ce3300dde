/** Something that instances keep has changed, or is about to: what was kept of it must go. */
export type Change =
  /** What this reader may read. */
  | { kind: 'reader'; readerId: string }
  | { kind: 'session'; tokenHash: string }
  /** The article at this address. */
  | { kind: 'article'; slug: string }
  /** Lists, navigation, feeds, sitemaps. */
  | { kind: 'lists' }
  | { kind: 'everything' }

/** What PostgreSQL says on the channel of changes. */
export type Said =
  | { kind: 'changed'; change: Change }
  /** About to be committed; `key` names what, as `doubtKey` does. */
  | { kind: 'soon'; number: number; key: string; change: Change }
  /** Committed, or given up. */
  | { kind: 'done'; number: number }

/** Reads a payload of `foldline_changes`. What a newer version may say there stands for everything. */
export function readSaid(payload: string): Said {
  const [word, rest] = halve(payload)
  if (word === 'done') return { kind: 'done', number: Number(rest) }
  if (word !== 'soon') return { kind: 'changed', change: readChange(payload) }
  const [number, key] = halve(rest)
  return { kind: 'soon', number: Number(number), key, change: readChange(key) }
}

/** Reads a change as it is written in a payload. */
export function readChange(written: string): Change {
  const [kind, key] = halve(written)
  if (key === '') return kind === 'lists' ? { kind } : { kind: 'everything' }
  if (kind === 'reader') return { kind, readerId: key }
  if (kind === 'session') return { kind, tokenHash: key }
  if (kind === 'article') return { kind, slug: key }
  return { kind: 'everything' }
}

function halve(text: string): [string, string] {
  const space = text.indexOf(' ')
  return space === -1 ? [text, ''] : [text.slice(0, space), text.slice(space + 1)]
}
