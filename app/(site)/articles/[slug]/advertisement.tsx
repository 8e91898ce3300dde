import type { ReaderClass } from '#lib/access/level.ts'
import { articleAdvertisement } from '#lib/advertisements.ts'

/** The advertisement below an article. Subscribers have none. It is text, so that nothing moves when it comes. */
export function Advertisement({ readerClass }: { readerClass: ReaderClass }) {
  if (articleAdvertisement === null || readerClass === 'subscriber') return null
  const { label, title, words, link } = articleAdvertisement
  return (
    <aside aria-label={label} className="not-printed frame mt-16">
      <div className="mx-auto max-w-[38rem] bg-panel px-5 py-6 sm:px-8">
        <p className="text-sm text-soft">{label}</p>
        <p className="mt-2 font-serif text-2xl leading-tight">{title}</p>
        <p className="mt-2">{words}</p>
        <p className="mt-3">
          <a href={link.href} className="font-semibold underline">
            {link.label}
          </a>
        </p>
      </div>
    </aside>
  )
}
