import type { ReactNode } from 'react'

/** How its button looks: a word in a line of words, or a button. */
type Look = 'word' | 'button'

const looks: Record<Look, string> = { word: 'py-0.5 underline', button: 'button' }

/**
 * Saves an article for whoever sends it. The same for everybody, so that it can stand on a page that is kept; who is not
 * signed in is led to that first.
 */
export function SaveForm({
  slug,
  look,
  children,
}: {
  slug: string
  look: Look
  children: ReactNode
}) {
  return (
    <form action="/saved-articles" method="post" className="not-printed">
      <input type="hidden" name="article" value={slug} />
      <button type="submit" className={looks[look]}>
        {children}
      </button>
    </form>
  )
}
