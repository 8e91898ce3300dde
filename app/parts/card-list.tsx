import type { ListPage } from '#lib/articles/list.ts'
import { Card } from './card.tsx'

/** One page of a list, with the way to the pages beside it. `at` makes the address of a page. */
export function CardList({ list, at }: { list: ListPage; at: (page: number) => string }) {
  return (
    <>
      <div className="grid gap-x-10 gap-y-12 sm:grid-cols-2 lg:grid-cols-3">
        {list.articles.map((card) => (
          <Card key={card.slug} card={card} size="medium" />
        ))}
      </div>
      {(list.newer !== null || list.older !== null) && (
        <nav
          aria-label="Pages"
          className="mt-14 flex justify-between gap-4 border-t border-rule pt-4"
        >
          <span>
            {list.newer !== null && (
              <a rel="prev" href={at(list.newer)} className="button button-quiet">
                Newer articles
              </a>
            )}
          </span>
          <span>
            {list.older !== null && (
              <a rel="next" href={at(list.older)} className="button button-quiet">
                Older articles
              </a>
            )}
          </span>
        </nav>
      )}
    </>
  )
}
