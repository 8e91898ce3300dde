import { type ContainerKind, containerKinds, type FrontShelf } from '#lib/front/container.ts'
import { WishButton, WishForm } from './forms.client.tsx'
import { ShelfOptions } from './shelf-options.tsx'

const kinds: ContainerKind[] = [
  'section',
  'topic',
  'river',
  'opinion',
  'lead',
  'most_read',
  'newsletter',
  'subscribe',
]

/** A new container, at the end of the page. */
export function AddContainer({ shelves }: { shelves: FrontShelf[] }) {
  return (
    <section aria-labelledby="add" className="mt-12 max-w-3xl">
      <h2 id="add" className="border-t-[3px] border-ink pt-2 pb-3 text-lg font-bold">
        Add a container
      </h2>
      <WishForm
        fields={{ do: 'add' }}
        words="add a container"
        className="flex flex-wrap items-end gap-3"
      >
        <label className="grid gap-1.5 font-semibold">
          What it shows
          <select name="kind" className="field min-w-40 font-normal">
            {kinds.map((kind) => (
              <option key={kind} value={kind}>
                {containerKinds[kind].name}
              </option>
            ))}
          </select>
        </label>
        <label className="grid gap-1.5 font-semibold">
          Of which section or topic
          <select name="shelf" className="field min-w-40 font-normal">
            <option value="">Of none</option>
            <ShelfOptions shelves={shelves} />
          </select>
        </label>
        <WishButton>Add it at the end</WishButton>
      </WishForm>
    </section>
  )
}
