import type { ReactNode } from 'react'
import { mainPlan } from '#lib/plans.ts'
import { Narrow } from '../../parts/narrow.tsx'

type Props = {
  title: string
  /** Of the article, where there is one whose beginning can be read. */
  slug?: string | null
  children: ReactNode
}

/** Why nothing is open here, and where to go on. */
export function Closed({ title, slug = null, children }: Props) {
  return (
    <Narrow title={title}>
      <p className="font-serif text-lg leading-snug">{children}</p>
      <p className="flex flex-wrap gap-3">
        {slug !== null && (
          <a href={`/articles/${slug}`} className="button">
            Read the beginning
          </a>
        )}
        <a href="/subscribe" className={`button ${slug === null ? '' : 'button-quiet'}`}>
          Subscribe for {mainPlan.label}
        </a>
        {slug === null && (
          <a href="/" className="button button-quiet">
            See what is new
          </a>
        )}
      </p>
    </Narrow>
  )
}
