const opening = '<section class="footnotes"><ol>'
const closing = '</ol></section>'

/**
 * Both parts of an article for those who may read it: what stands above the place of the marker, and
 * below it, with the footnotes of both in one list at the end. Takes what `saveArticle` wrote, unchanged.
 *
 * Works on the written form, not on a tree: quotes within text and attributes are escaped there, so
 * the opening of the list can stand nowhere else.
 */
export function joinParts(
  previewHtml: string,
  gatedHtml: string | null,
): { above: string; below: string } {
  const preview = divide(previewHtml)
  const gated = divide(gatedHtml ?? '')
  const items = [...preview.items, ...gated.items].toSorted((a, b) => a.number - b.number)
  const notes = items.length > 0 ? opening + items.map(({ html }) => html).join('') + closing : ''
  return { above: preview.body, below: gated.body + notes }
}

function divide(html: string) {
  const at = html.lastIndexOf(opening)
  if (at === -1 || !html.endsWith(closing)) return { body: html, items: [] }
  const items = html
    .slice(at + opening.length, -closing.length)
    .split(/(?=<li id="footnote-)/)
    .map((item) => ({ html: item, number: Number(/^<li id="footnote-(\d+)/.exec(item)?.[1]) }))
  return { body: html.slice(0, at), items }
}
