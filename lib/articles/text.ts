/** The words of an article, for search, counts and excerpts. Always of one part: whoever asks says which. */
import type { ElementContent } from 'hast'
import { toText } from 'hast-util-to-text'
import { type ArticleTree, classesOf, isElement, oneLine } from './sanitise-node.ts'

/** The text of a tree as a reader sees it, blocks on lines of their own, without footnote numbers. */
export function plainText(tree: ArticleTree): string {
  return toText({ type: 'root', children: withoutReferences(tree.children) }).trim()
}

/** A number at a word would make another word of it. */
function withoutReferences(nodes: ElementContent[]): ElementContent[] {
  return nodes
    .filter((node) => !isElement(node, 'a') || !isOurs(classesOf(node)))
    .map((node) =>
      isElement(node) ? { ...node, children: withoutReferences(node.children) } : node,
    )
}

function isOurs(classes: string[]): boolean {
  return classes.includes('footnote-ref') || classes.includes('footnote-back')
}

const words = new Intl.Segmenter('en', { granularity: 'word' })

/** How many words a text has, also in scripts that put no space between them. */
export function countWords(text: string): number {
  let count = 0
  for (const { isWordLike } of words.segment(text)) if (isWordLike) count++
  return count
}

const LONGEST_EXCERPT = 200

/**
 * What a shared link and a search engine are told: the standfirst, or else the first sentences of
 * the preview, at most about 200 characters, cut between words.
 */
export function excerptOf(standfirst: string, previewText: string): string {
  const text = oneLine(standfirst) || oneLine(previewText)
  if (text.length <= LONGEST_EXCERPT) return text
  const sentence = text.slice(0, LONGEST_EXCERPT + 1).search(/[.!?…]["”’)]? (?!.*[.!?…]["”’)]? )/u)
  if (sentence > LONGEST_EXCERPT / 2) return text.slice(0, sentence + 2).trim()
  const space = text.lastIndexOf(' ', LONGEST_EXCERPT - 1)
  const end = space > 0 ? space : LONGEST_EXCERPT - 1
  return `${text.slice(0, end).replace(/[\s,;:–—-]+$/u, '')}…`
}
