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
  const isBelow = (words: string) =>
    runsOf(oneLine(words)).some((run) => below.includes(run) && !text.includes(run))
  return { marked, above, text, isBelow }
}

function runsOf(words: string): string[] {
  const all = words.split(' ').filter(Boolean)
  if (all.length <= RUN) return all.length === 0 ? [] : [all.join(' ')]
  return Array.from({ length: all.length - RUN + 1 }, (_, at) => all.slice(at, at + RUN).join(' '))
}
