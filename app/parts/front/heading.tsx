import { type Container, titleOf } from '#lib/front/container.ts'

/** The name of a container above it, with the way to all that it is taken from. */
export function Heading({ container }: { container: Container }) {
  const { id, shelf } = container
  const title = titleOf(container)
  return (
    <h2 id={`front-${id}`} className="border-t-[3px] border-ink pt-2 pb-4 text-lg font-bold">
      {shelf ? (
        <a href={`/${shelf.kind}s/${shelf.slug}`} className="inline-block py-0.5">
          {title}
        </a>
      ) : (
        title
      )}
    </h2>
  )
}
