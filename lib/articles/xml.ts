/** Text as it stands in XML. */

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** Text for an element or an attribute. Characters that XML has no way to write are left out. */
export function escapeXml(text: string): string {
  const legal = text.replaceAll(unwritable, '')
  return legal.replaceAll(/[&<>"]/g, (character) => entities[character] ?? '')
}

/** Half a pair of surrogates is no character either: what holds one is not well-formed. */
const unwritable =
  // oxlint-disable-next-line no-control-regex -- these are what XML 1.0 has no way to write
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g

/** An element with text in it; left out when there is none. */
export function element(name: string, text: string | null): string {
  return text === null ? '' : `<${name}>${escapeXml(text)}</${name}>`
}

/** An element without anything in it, with these attributes; those that are null are left out. */
export function emptyElement(
  name: string,
  attributes: Record<string, string | number | null>,
): string {
  return `<${name}${attributesOf(attributes)}/>`
}

/** Attributes as they stand in a tag. */
export function attributesOf(attributes: Record<string, string | number | null>): string {
  return Object.entries(attributes)
    .map(([name, value]) => (value === null ? '' : ` ${name}="${escapeXml(String(value))}"`))
    .join('')
}

/** What every document begins with. */
export const XML_HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
