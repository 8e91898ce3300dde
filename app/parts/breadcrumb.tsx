import type { Crumb } from '#lib/articles/structured-data.ts'

/** The way from the front page to this one, whose own name stands as its headline right below. */
export function Breadcrumb({ crumbs }: { crumbs: Crumb[] }) {
  return (
    <nav aria-label="Breadcrumb" className="text-[0.9375rem]">
      <ol className="flex flex-wrap gap-x-2">
        {crumbs.map(({ name, path }, place) => (
          <li key={path} className="flex gap-x-2">
            {place > 0 && (
              <span aria-hidden="true" className="py-0.5 text-soft">
                /
              </span>
            )}
            <a href={path} className="py-0.5 font-bold text-accent">
              {name}
            </a>
          </li>
        ))}
      </ol>
    </nav>
  )
}
