import type { ReactNode } from 'react'

type Props = {
  title: string
  /** Which article it is about, if it is there. */
  article: { slug: string; headline: string } | null
  children: ReactNode
}

/** A page about a comment: what can be done, and on which article. */
export function About({ title, article, children }: Props) {
  return (
    <div className="frame max-w-[42rem] py-12 sm:py-16">
      <h1 className="headline text-[2.25rem] sm:text-[2.75rem]">{title}</h1>
      {article && (
        <p className="mt-3 font-serif text-lg leading-snug text-soft">
          On{' '}
          <a href={`/articles/${article.slug}`} className="text-ink underline">
            {article.headline}
          </a>
        </p>
      )}
      <div className="mt-7 grid gap-7">{children}</div>
    </div>
  )
}

/** Why there is nothing to do here, and where to go on. */
export function Instead({ why, children }: { why: string; children: ReactNode }) {
  return (
    <div className="grid gap-5">
      <p className="font-serif text-lg leading-snug">{why}</p>
      <p className="flex flex-wrap gap-3">{children}</p>
    </div>
  )
}
