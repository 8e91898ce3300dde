import type { ReactNode } from 'react'
import type { Shelf } from '#lib/articles/card.ts'
import type { ShelfFacts } from '#lib/articles/list.ts'

/** What stands beside the articles of a shelf: where it is, what it has to do with, and how to hear of what comes. */
export function ShelfAside({ shelf, path }: { shelf: ShelfFacts; path: string }) {
  const { name, map, topics, regions } = shelf
  return (
    <aside aria-label={`About ${name}`} className="not-printed grid content-start gap-9">
      {map && (
        <figure>
          <img
            src={map.src}
            alt={map.alt}
            width={map.width}
            height={map.height}
            loading="lazy"
            className="plate"
          />
          <figcaption className="mt-2 text-sm text-soft">Map: Natural Earth</figcaption>
        </figure>
      )}
      <Beside title="Topics" folder="topics" shelves={topics} />
      <Beside title="Regions" folder="regions" shelves={regions} />
      <Part title="Follow">
        <ul>
          {(['xml', 'json'] as const).map((ending) => (
            <li key={ending}>
              <a href={`${path}/feed.${ending}`} className="inline-block py-1 underline">
                Feed ({ending === 'xml' ? 'RSS' : 'JSON'})
                <span className="sr-only"> of {name}</span>
              </a>
            </li>
          ))}
          <li>
            <a href="/newsletters" className="inline-block py-1 underline">
              Newsletters
            </a>
          </li>
        </ul>
      </Part>
    </aside>
  )
}

type BesideProps = { title: string; folder: 'topics' | 'regions'; shelves: Shelf[] }

function Beside({ title, folder, shelves }: BesideProps) {
  if (shelves.length === 0) return null
  return (
    <Part title={title}>
      <ul>
        {shelves.map(({ slug, name }) => (
          <li key={slug}>
            <a href={`/${folder}/${slug}`} className="inline-block py-1 underline">
              {name}
            </a>
          </li>
        ))}
      </ul>
    </Part>
  )
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div>
      <h2 className="border-t-2 border-ink pt-2 text-base font-bold">{title}</h2>
      <div className="mt-1.5">{children}</div>
    </div>
  )
}
