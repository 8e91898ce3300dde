import type { ReactNode } from 'react'
import { isNarrowed, type SearchAsked, searchPath } from '#lib/articles/search/asked.ts'
import type { NamedShelf } from '#lib/articles/search/page.ts'
import type { Suggestions } from '#lib/articles/search/suggest.ts'
import { Card } from '../../parts/card.tsx'
import { Called } from './called.tsx'

type Props = { asked: SearchAsked; suggestions: Suggestions | null; called: NamedShelf[] }

type SuggestedProps = { asked: SearchAsked; suggestions: Suggestions; called: NamedShelf[] }

/** Nothing was found: what may have been meant, what to leave out, and where else to go. */
export function NothingFound({ asked, suggestions, called }: Props) {
  const { words } = asked
  return (
    <div className="mt-10">
      <h2 className="headline text-3xl">
        {words === null
          ? 'Nothing was published there and then'
          : `Nothing was found for “${words}”`}
      </h2>
      <ul className="mt-4 grid gap-2 font-serif text-xl leading-snug">
        {isNarrowed(asked) && (
          <li>
            <Way to={searchPath({ words, order: asked.order })}>
              {words === null ? 'Begin anew' : `Search for “${words}” everywhere and at any time`}
            </Way>
          </li>
        )}
        <li>
          Try fewer or other words, or start from the <Way to="/">front page</Way>.
        </li>
      </ul>
      {suggestions && <Suggested suggestions={suggestions} called={called} asked={asked} />}
    </div>
  )
}

/** What may have been meant: all of it from names and headlines that everybody may see. */
function Suggested({ suggestions: { instead, articles }, called, asked }: SuggestedProps) {
  if (instead === null && articles.length + called.length === 0) return null
  return (
    <section id="suggested" aria-label="What may have been meant" className="mt-10 grid gap-6">
      {instead !== null && (
        <p className="font-serif text-2xl">
          Did you mean <Way to={searchPath({ ...asked, words: instead })}>{instead}</Way>?
        </p>
      )}
      <Called called={called} />
      {articles.length > 0 && (
        <div>
          <h3 className="border-t-[3px] border-ink pt-2 pb-6 text-lg font-bold">
            Headlines that are nearly that
          </h3>
          <div className="grid gap-x-10 gap-y-8 sm:grid-cols-2 lg:grid-cols-4">
            {articles.map((card) => (
              <Card key={card.slug} card={card} size="line" level={3} />
            ))}
          </div>
        </div>
      )}
    </section>
  )
}

function Way({ to, children }: { to: string; children: ReactNode }) {
  return (
    <a href={to} className="font-semibold underline">
      {children}
    </a>
  )
}
