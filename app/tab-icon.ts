import { toSvgFile } from '#lib/identity/drawing.ts'
import { publication } from '#lib/publication.ts'

/**
 * The publication's drawing for a tab. It stands in the page: as a file it would be one more request before a page
 * is seen, for less than the head of its answer.
 */
export const icon = {
  url: `data:image/svg+xml,${encodeURIComponent(toSvgFile(publication.logo.icon, publication.colours.light))}`,
  type: 'image/svg+xml',
}
