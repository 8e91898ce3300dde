import { toScriptJson } from '#lib/articles/structured-data.ts'

/** Data about the page for search engines. */
export function PageData({ data }: { data: object[] }) {
  return data.map((one, place) => (
    <script
      // oxlint-disable-next-line react/no-array-index-key -- they stand in a fixed order
      key={place}
      type="application/ld+json"
      // Written by `toScriptJson`, which leaves nothing that could end the element.
      dangerouslySetInnerHTML={{ __html: toScriptJson(one) }}
    />
  ))
}
