import type { Element, Root } from 'hast'
import rehypeParse from 'rehype-parse'
import rehypeStringify from 'rehype-stringify'
import { unified } from 'unified'

const parser = unified().use(rehypeParse, { fragment: true }).freeze()
const printer = unified().use(rehypeStringify).freeze()

/**
 * The text of an article as it stands in a feed: what is shown elsewhere knows no page that an address could be
 * relative to. Takes what `saveArticle` wrote, which is sanitised.
 */
export function toFeedHtml(html: string, page: string): string {
  const tree = parser.parse(html)
  completeIn(tree, page)
  return printer.stringify(tree)
}

const withAddress = ['href', 'src', 'cite', 'poster']

function completeIn(node: Root | Element, page: string): void {
  for (const child of node.children)
    if (child.type === 'element') {
      complete(child, page)
      completeIn(child, page)
    }
}

function complete({ properties }: Element, page: string): void {
  for (const name of withAddress) {
    const address = properties[name]
    if (typeof address === 'string') properties[name] = whole(address, page)
  }
  const { srcSet } = properties
  if (typeof srcSet === 'string')
    properties['srcSet'] = srcSet
      .split(',')
      .map((one) => one.trim().replace(/^\S+/, (address) => whole(address, page)))
      .join(', ')
}

const whole = (address: string, page: string) => URL.parse(address, page)?.href ?? address
