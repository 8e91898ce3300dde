/** Whether somebody was shown what they may see: pure, given what was true when they asked. */
import type { AccessLevel } from '#lib/access/level.ts'

/** An article: withdrawn, or at which level; `version` counts how often its text was written. */
export type ArticleState = { level: AccessLevel | 'withdrawn'; version: number }

/** Everything that one answer depends on. */
export type Truth = { article: ArticleState; signedIn: boolean; access: boolean }

/** What an answer showed. */
export type Shown =
  | { kind: 'nothing' }
  | { kind: 'preview' | 'whole'; version: number }
  /** The site said that it cannot tell now. */
  | { kind: 'unavailable' }
  /** The answer of a fault. */
  | { kind: 'broken' }

/** What came of comparing the two. */
export type Verdict =
  | 'right'
  | 'unavailable'
  | 'broken'
  /** The gated part, in front of somebody who may not read it. */
  | 'leak'
  /** An article that is withdrawn, or a text that was corrected. */
  | 'old'
  /** Less than they may read. */
  | 'refused'

/** What somebody must be shown when this is true. */
export function due({ article, signedIn, access }: Truth): Shown {
  if (article.level === 'withdrawn') return { kind: 'nothing' }
  const whole = article.level === 'free' || (signedIn && (article.level === 'registered' || access))
  return { kind: whole ? 'whole' : 'preview', version: article.version }
}

/** Judges what was shown by everything that may have been true meanwhile. */
export function judge(shown: Shown, truths: Truth[]): Verdict {
  if (shown.kind === 'unavailable' || shown.kind === 'broken') return shown.kind
  const right = truths.map(due)
  if (right.some((one) => isSame(one, shown))) return 'right'
  if (shown.kind === 'whole' && mayNotBeWhole(shown.version, right)) return 'leak'
  // What was true of this very version counts, also while the next one is on its way.
  const ofIt = right.filter((one) => versionOf(one) === versionOf(shown))
  const less = (ofIt.length > 0 ? ofIt : right).every((one) => rank(one) > rank(shown))
  return less ? 'refused' : 'old'
}

/** This version never was whole for them in that time, or, when it is an older one, none was. */
function mayNotBeWhole(version: number, right: Shown[]): boolean {
  const ofIt = right.filter((one) => versionOf(one) === version)
  return !(ofIt.length > 0 ? ofIt : right).some(({ kind }) => kind === 'whole')
}

const ranks: Record<Shown['kind'], number> = {
  broken: 0,
  unavailable: 0,
  nothing: 0,
  preview: 1,
  whole: 2,
}
const rank = ({ kind }: Shown) => ranks[kind]

const versionOf = (shown: Shown) => ('version' in shown ? shown.version : null)
const isSame = (a: Shown, b: Shown) => a.kind === b.kind && versionOf(a) === versionOf(b)
