import type { ElementContent } from 'hast'
import { holdsMarker } from '../cut.ts'
import { attributeOf, classesOf, elementsIn, isElement, oneLine, textOf } from '../sanitise-node.ts'
import type { ImportedDraft } from './reading.ts'

type Picture = NonNullable<ImportedDraft['picture']>

/**
 * The figure with which a page begins is its lead picture, when its size is known. Anything else in
 * a figure (a second picture, a table) keeps it in the text.
 */
export function takeLeadPicture(blocks: ElementContent[]): {
  body: ElementContent[]
  picture?: Picture
} {
  const [first, ...rest] = blocks
  if (!isElement(first, 'figure') || holdsMarker(first)) return { body: blocks }
  const [image, another] = [...elementsIn(first.children)].filter(
    ({ tagName }) => tagName === 'img',
  )
  const others = first.children.filter((node) => !isElement(node, 'img', 'a', 'figcaption'))
  const width = Number(image?.properties.width)
  const height = Number(image?.properties.height)
  if (!image || another || others.length > 0 || !(width > 0) || !(height > 0))
    return { body: blocks }
  const caption = first.children.find((node) => isElement(node, 'figcaption'))
  const lines = caption && isElement(caption) ? caption.children : []
  const credit = lines.findLast((node) => isElement(node) && classesOf(node).includes('credit'))
  const words = oneLine(textOf(lines.filter((node) => node !== credit)))
  if (attributeOf(image, 'alt').length > 1000 || textOf(lines).length > 1000)
    return { body: blocks }
  return {
    body: rest,
    picture: {
      src: attributeOf(image, 'src'),
      alt: attributeOf(image, 'alt'),
      width,
      height,
      ...(words ? { caption: words } : {}),
      ...(credit ? { credit: oneLine(textOf([credit])) } : {}),
    },
  }
}
