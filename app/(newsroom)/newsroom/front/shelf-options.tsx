import type { FrontShelf } from '#lib/front/container.ts'

/** Sections and topics to choose from. */
export function ShelfOptions({ shelves }: { shelves: FrontShelf[] }) {
  return (['section', 'topic'] as const).map((kind) => {
    const some = shelves.filter((shelf) => shelf.kind === kind)
    return (
      some.length > 0 && (
        <optgroup key={kind} label={kind === 'section' ? 'Sections' : 'Topics'}>
          {some.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </optgroup>
      )
    )
  })
}
