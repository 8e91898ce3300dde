import type { Sample } from '#lib/newsletters/sample.ts'

/** A letter as it comes, made of what is newest. */
export function SampleLetter({ name, stories }: { name: string; stories: Sample }) {
  return (
    <section aria-labelledby="sample" className="border border-rule bg-sheet p-6 sm:p-9">
      <h2 id="sample" className="text-[0.9375rem] font-semibold text-soft">
        What a letter looks like
      </h2>
      <p className="headline mt-3 border-b-[3px] border-ink pb-3 text-[2rem]">{name}</p>
      <ul className="ruled">
        {stories.map(({ slug, headline, standfirst, section }) => (
          <li key={slug} className="py-5">
            {section !== null && (
              <p className="text-[0.9375rem] font-semibold text-accent">{section}</p>
            )}
            <p className="headline mt-1 text-[1.375rem]">
              <a href={`/articles/${slug}`}>{headline}</a>
            </p>
            <p className="mt-1.5 font-serif text-lg leading-snug">{standfirst}</p>
          </li>
        ))}
      </ul>
    </section>
  )
}
