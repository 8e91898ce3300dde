import type { StoredPicture } from '#lib/pictures/take.ts'

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escaped = (text: string) => text.replace(/[&<>"]/g, (sign) => escapes[sign] ?? sign)

/** The picture as it is written into the text of an article, in HTML or Markdown. */
export function markUpOf({ src, alt, caption, credit }: StoredPicture): string {
  const words = [
    ...(caption ? [escaped(caption)] : []),
    ...(credit ? [`<span class="credit">${escaped(credit)}</span>`] : []),
  ]
  return [
    '<figure>',
    `  <img src="${src}" alt="${escaped(alt)}">`,
    ...(words.length > 0 ? [`  <figcaption>${words.join(' ')}</figcaption>`] : []),
    '</figure>',
  ].join('\n')
}

/** The picture as the front matter of a Markdown file names it. A string of JSON is one of YAML. */
export function frontMatterOf(picture: StoredPicture): string {
  const { src, alt, caption, credit, width, height } = picture
  return [
    'picture:',
    `  src: ${src}`,
    `  alt: ${JSON.stringify(alt)}`,
    ...(caption ? [`  caption: ${JSON.stringify(caption)}`] : []),
    ...(credit ? [`  credit: ${JSON.stringify(credit)}`] : []),
    `  width: ${width}`,
    `  height: ${height}`,
  ].join('\n')
}
