/**
 * The HTML part of a mail, made ready for its frame. What keeps it in is the sandbox and the policy it
 * is served with (`FRAME_POLICY`); the changes here make links work and stop what a policy can not.
 */
import type { Element, Nodes, Root } from 'hast'
import rehypeParse from 'rehype-parse'
import rehypeStringify from 'rehype-stringify'
import { unified } from 'unified'

/** For the iframe and for whoever opens its address alone. A click may leave the frame, a script may not run. */
export const FRAME_SANDBOX = 'allow-top-navigation-by-user-activation'

/** Pictures from this machine only: a remote one tells its server that the mail was read. */
const LOOPBACK = 'http://localhost:* http://127.0.0.1:*'

export const FRAME_POLICY = [
  `sandbox ${FRAME_SANDBOX}`,
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  `img-src data: ${LOOPBACK}`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
].join('; ')

/** `base` turns links elsewhere; `link` can look a name up ahead of any policy: what was read would show. */
const REMOVED = new Set(['script', 'base', 'link', 'iframe', 'frame', 'object', 'embed'])

/** The same document; its links open in the whole window, those that are not web or mail addresses are dead. */
export function prepareForFrame(mail: string): string {
  const tree = unified().use(rehypeParse).parse(mail)
  visit(tree)
  return unified().use(rehypeStringify).stringify(tree)
}

function visit(node: Root | Element): void {
  const kept = node.children.filter((child) => !isRemoved(child))
  node.children.splice(0, node.children.length, ...kept)
  for (const child of node.children)
    if (child.type === 'element') {
      if (child.tagName === 'a' || child.tagName === 'area') freeLink(child)
      visit(child)
    }
}

function isRemoved(node: Nodes): boolean {
  if (node.type !== 'element') return false
  // A meta of this kind can reload the frame with another address.
  return REMOVED.has(node.tagName) || (node.tagName === 'meta' && 'httpEquiv' in node.properties)
}

/** Mail templates set target="_blank", which the sandbox would swallow without a word. */
function freeLink(link: Element): void {
  const { href } = link.properties
  const address = typeof href === 'string' ? href.trim() : ''
  if (!/^(https?:|mailto:|#)/i.test(address)) delete link.properties.href
  link.properties.target = address.startsWith('#') ? '_self' : '_top'
  link.properties.rel = ['noreferrer']
}
