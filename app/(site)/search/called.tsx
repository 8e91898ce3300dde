import type { NamedShelf } from '#lib/articles/search/page.ts'

const kinds = { sections: 'Section', topics: 'Topic', regions: 'Region', authors: 'Author' }

/** Sections, topics, regions and authors that are called like what was searched for. */
export function Called({ called }: { called: NamedShelf[] }) {
  if (called.length === 0) return null
  return (
    <ul className="flex flex-wrap gap-x-5 gap-y-1 text-[0.9375rem]">
      {called.map(({ kind, slug, name }) => (
        <li key={`${kind}/${slug}`}>
          {kinds[kind]}{' '}
          <a href={`/${kind}/${slug}`} className="inline-block py-0.5 font-semibold underline">
            {name}
          </a>
        </li>
      ))}
    </ul>
  )
}
