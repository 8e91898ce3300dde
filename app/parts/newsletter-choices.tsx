/** A newsletter as somebody chooses it. */
export type Letter = { slug: string; name: string; description: string; when: string }

type Props = { letters: readonly Letter[]; chosen: readonly string[]; describedBy?: string }

/** Every newsletter with what it is and when it comes, each to be ticked. */
export function NewsletterChoices({ letters, chosen, describedBy }: Props) {
  return (
    <fieldset aria-describedby={describedBy}>
      <legend className="sr-only">Which newsletters</legend>
      <div className="ruled border-y border-rule">
        {letters.map(({ slug, name, description, when }) => (
          <label
            key={slug}
            className="grid cursor-pointer grid-cols-[auto_1fr] gap-x-4 gap-y-1 py-4"
          >
            <input
              type="checkbox"
              name="newsletter"
              value={slug}
              defaultChecked={chosen.includes(slug)}
              className="row-span-3 mt-0.5 size-5 accent-[var(--brand)]"
            />
            <span className="text-[0.9375rem] font-semibold text-soft">{when}</span>
            <span className="headline text-[1.625rem]">{name}</span>
            <span className="font-serif text-lg leading-snug">{description}</span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
