/** Which pictures a file names, and the same file with what became of them. */
import type { Element, ElementContent } from 'hast'
import { pictureAddress } from '../sanitise-address.ts'
import { attributeOf, isElement } from '../sanitise-node.ts'
import type { PictureFate, PictureFates } from './reading.ts'

/** The nodes with each picture as it is kept, where it is; one that is missing leaves its words to the sanitiser. */
export function settlePictures(nodes: ElementContent[], fates: PictureFates): ElementContent[] {
  return nodes.map((node) => {
    if (!isElement(node)) return node
    if (isElement(node, 'img')) return settle(node, fates)
    return { ...node, children: settlePictures(node.children, fates) }
  })
}

function settle(image: Element, fates: PictureFates): Element {
  const written = pictureAddress(image) ?? attributeOf(image, 'src').trim()
  const fate = fateOf(written, fates)
  if (fate === 'elsewhere') return image
  const { dataSrc: _, dataLazySrc: __, dataOriginal: ___, ...rest } = image.properties
  if (fate === 'missing') return { ...image, properties: { ...rest, src: beside(written) } }
  return { ...image, properties: { ...rest, ...fate } }
}

/** What the sanitiser leaves out and tells by this name, wherever it was. */
const beside = (written: string) => written.replace(/^https?:\/\//i, '')

/** What became of a picture. Of those on this site from its root, and of what is no address, nothing becomes. */
export function fateOf(written: string, fates: PictureFates): PictureFate {
  return isRemote(written) || isBeside(written) ? fates(written) : 'elsewhere'
}

/** Whether an address is that of another site. */
export const isRemote = (written: string) => /^https?:\/\//i.test(written)

/** Whether it is relative to the file: a scheme, a root, a query or a fragment make something else of it. */
function isBeside(written: string): boolean {
  return /^[^/\\?#]/.test(written) && !/^[a-z][a-z\d+.-]*:/i.test(written)
}
