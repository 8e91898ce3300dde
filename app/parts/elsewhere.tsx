type Entry = { slug: string; headline: string; standfirst: string }

/** Where to go from a page on which there is nothing: a search, some articles, the front page. */
export function Elsewhere({ title, articles }: { title: string; articles: Entry[] }) {
  return (
    <div className="mt-8 font-sans text-base text-ink">
      <search>
        <form action="/search" className="flex max-w-xl gap-2">
          <label htmlFor="look-for" className="sr-only">
            Words in headlines and articles
          </label>
          <input
            id="look-for"
            name="q"
            type="search"
            maxLength={200}
            placeholder="Search"
            className="field"
          />
          <button type="submit" className="button">
            Search
          </button>
        </form>
      </search>
      {articles.length > 0 && (
        <section aria-labelledby="elsewhere" className="mt-12">
          <h2 id="elsewhere" className="border-t-2 border-ink pt-2 text-base font-bold">
            {title}
          </h2>
          <ul className="ruled">
            {articles.map(({ slug, headline, standfirst }) => (
              <li key={slug} className="relative py-4">
                <h3 className="headline font-serif text-2xl">
                  <a href={`/articles/${slug}`} className="after:absolute after:inset-0">
                    {headline}
                  </a>
                </h3>
                <p className="mt-1 line-clamp-2 font-serif text-lg leading-snug text-soft">
                  {standfirst}
                </p>
              </li>
            ))}
          </ul>
        </section>
      )}
      <p className="mt-6">
        <a href="/" className="button button-quiet">
          Front page
        </a>
      </p>
    </div>
  )
}
