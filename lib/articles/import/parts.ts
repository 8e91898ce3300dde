import { cut } from '../cut.ts'
import { type ArticleTree, oneLine } from '../sanitise-node.ts'
import { plainText } from '../text.ts'

/** A page as it will be cut, if it is. */
export type Parts = {
  marked: boolean
  /** What stands above the marker; all of it when there is none. */
  above: ArticleTree
  /** The words of that, on one line. */
  text: string
  /** Whether something that is to be shown to everybody says what stands below the marker and nowhere above it. */
  isBelow: (words: string) => boolean
}

/** So many words of the gated part in a row are too many. */
const RUN = 8

/** What of a page stands on which side of its marker. */
export function partsOf(tree: ArticleTree): Parts {
  const { preview, gated, markers } = cut(tree, 'subscriber')
  const marked = markers > 0
  const above = marked ? preview : tree
  const text = oneLine(plainText(above))
  const below = marked ? oneLine(plainText(gated)) : ''
  return { marked, above, text, isBelow: (words) => isIn(oneLine(words), below, text) }
}

/** Whether a run of words stands in one text, and in another does not. */
function isIn(words: string, there: string, notHere: string): boolean {
  if (words === '' || there === '') return false
  const asked = new Set(runsOf(words))
  if (asked.size === 0) return there.includes(words) && !notHere.includes(words)
  return runsOf(there).some((run) => asked.has(run) && !notHere.includes(run))
}

/** Every so many words in a row; none when there are fewer. */
function runsOf(text: string): string[] {
  const words = text.split(' ')
  return Array.from({ length: Math.max(0, words.length - RUN + 1) }, (_, at) =>
    words.slice(at, at + RUN).join(' '),
  )
}
