import type { SavedLine as Line } from '#lib/saved-articles/own.ts'
import { ArticleLine } from '../article-line.tsx'
import { removeFromSaved } from './actions.ts'

/** An article on the list, and the way to take it off. `page` is that of the list on which it stands. */
export function SavedLine({ line, page }: { line: Line; page: number }) {
  const { card, locked } = line
  return (
    <ArticleLine card={card} locked={locked}>
      <form action={removeFromSaved}>
        <input type="hidden" name="article" value={card.slug} />
        <input type="hidden" name="page" value={page} />
        <button type="submit" className="py-0.5 underline">
          Remove<span className="sr-only">: {card.headline}</span>
        </button>
      </form>
    </ArticleLine>
  )
}
