/** What is noted down while an article takes its shape: markers, doubts, and what was left out. */
import type { Comment, Element, ElementContent } from 'hast'
import {
  type FoundMarker,
  isMarkerClass,
  isMarkerComment,
  isMarkerLine,
  LONGEST_MARKER,
  markerNode,
  resemblesMarkerClass,
  resemblesMarkerComment,
} from './marker.ts'
import { isWallNotice } from './marker-invitation.ts'
import { linkAddress, pictureAddress } from './sanitise-address.ts'
import { describeDropped, isCode, isDropped } from './sanitise-dropped.ts'
import {
  attributeOf,
  classesOf,
  isComment,
  isElement,
  oneLine,
  textOf,
  textUpTo,
} from './sanitise-node.ts'

export type Notebook = {
  markers: FoundMarker[]
  /** What looks like a marker and is none. */
  doubts: string[]
  /** What was left out, a line each, so that nothing is lost silently. */
  dropped: string[]
  /** A comment: a marker, or nothing. */
  comment: (node: ElementContent) => ElementContent[]
  /** The marker that stands before an element of class `paywall`; its content goes with it when it is a `notice`. */
  markerOf: (node: Element) => { marker: Comment; notice: boolean } | null
  drops: (node: Element) => boolean
  /** Leaves an element out; markers in it stay. */
  drop: (node: Element) => ElementContent[]
  linkable: (node: Element) => boolean
  showable: (node: Element) => boolean
}

const ownLinks = ['footnote-ref', 'footnote-back']

export function openNotebook(): Notebook {
  const seen = new Set<Element>()
  const notebook: Notebook = {
    markers: [],
    doubts: [],
    dropped: [],
    comment(node) {
      if (!isComment(node)) return []
      if (isMarkerComment(node.value)) {
        notebook.markers.push({ spelling: 'comment', text: '' })
        return [markerNode()]
      }
      if (resemblesMarkerComment(node.value)) notebook.doubts.push(`<!--${node.value}-->`)
      return []
    },
    markerOf(node) {
      const classes = classesOf(node)
      if (seen.has(node)) return null
      seen.add(node)
      for (const name of classes.filter(resemblesMarkerClass))
        notebook.doubts.push(`<${node.tagName} class="${name}">`)
      if (!classes.some(isMarkerClass)) return null
      const words = oneLine(textOf(node.children))
      const notice = isWallNotice(words)
      notebook.markers.push({ spelling: 'element', text: notice ? words : '' })
      return { marker: markerNode(), notice }
    },
    drops: isDropped,
    drop(node) {
      const told = describeDropped(node)
      if (told !== null) notebook.dropped.push(told)
      return markersInside(node, notebook)
    },
    linkable(node) {
      const href = attributeOf(node, 'href')
      // These names are ours: only a footnote's own links lead to footnotes.
      if (/^\s*#footnote-/.test(href))
        return classesOf(node).some((name) => ownLinks.includes(name))
      const passes = linkAddress(href) !== null
      if (!passes && href.trim() !== '') notebook.dropped.push(`the address of a link: ${href}`)
      return passes
    },
    showable(node) {
      const passes = pictureAddress(node) !== null
      if (!passes) notebook.dropped.push(oneLine(`a picture: ${tellPicture(node)}`))
      return passes
    },
  }
  return notebook
}

/** Whatever is left out, a marker in it still counts: to miss one would open the article. */
function markersWithin(node: ElementContent, notebook: Notebook): ElementContent[] {
  if (node.type === 'text') return node.value.split('\n').flatMap((line) => mark(line, notebook))
  if (!isElement(node)) return notebook.comment(node)
  const own = notebook.markerOf(node)
  return [...(own ? [own.marker] : []), ...markersInside(node, notebook)]
}

function markersInside(node: Element, notebook: Notebook): ElementContent[] {
  if (isCode(node)) return []
  const found = node.children.flatMap((child) => markersWithin(child, notebook))
  return found.length > 0 ? found : mark(textUpTo(node.children, LONGEST_MARKER), notebook)
}

function mark(line: string | null, notebook: Notebook): ElementContent[] {
  if (line === null || !isMarkerLine(line)) return []
  notebook.markers.push({ spelling: 'line', text: oneLine(line) })
  return [markerNode()]
}

function tellPicture(node: Element): string {
  return `${attributeOf(node, 'src').slice(0, 200)} ${attributeOf(node, 'alt')}`
}
