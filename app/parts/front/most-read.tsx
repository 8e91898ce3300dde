import type { Container } from '#lib/front/container.ts'
import type { Named } from '#lib/front/read.ts'
import { Heading } from './heading.tsx'

type Props = { container: Container; articles: Named[] }

/** What others read most: an order, and no figures. */
export function MostRead({ container, articles }: Props) {
  return (
    <section aria-labelledby={`front-${container.id}`}>
      <Heading container={container} />
      <ol className="ruled -mt-3">
        {articles.slice(0, container.articles).map(({ slug, headline }, place) => (
          <li key={slug} className="relative flex gap-4 py-3.5">
            <span
              aria-hidden="true"
              className="headline w-7 shrink-0 text-[2.25rem] leading-none text-accent"
            >
              {place + 1}
            </span>
            <a
              href={`/articles/${slug}`}
              className="font-serif text-lg leading-snug after:absolute after:inset-0"
            >
              {headline}
            </a>
          </li>
        ))}
      </ol>
    </section>
  )
}
