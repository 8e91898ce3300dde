import type { ReactNode } from 'react'
import type { Shelf } from '#lib/articles/card.ts'
import { publication } from '#lib/publication.ts'

const city = publication.timeZone.replace(/^.*\//, '').replaceAll('_', ' ')

type Directory = { sections: Shelf[]; topics: Shelf[]; regions: Shelf[] }

/** The foot of every page: what this is, and every way into the archive. */
export function Footer({ sections, topics, regions }: Directory) {
  return (
    <footer className="not-printed mt-20 bg-deep text-on-deep">
      <div className="frame grid grid-cols-2 gap-x-8 gap-y-10 py-12 lg:grid-cols-[1.7fr_1fr_1fr_1fr_1fr] lg:py-16">
        <div className="col-span-2 max-w-sm lg:col-span-1">
          <p className="headline text-3xl">{publication.name}</p>
          <p className="mt-3 font-serif text-lg leading-snug text-on-deep-soft">
            {publication.description}
          </p>
        </div>
        <nav aria-label="All of the site" className="contents">
          <Column title="Sections">{links('sections', sections)}</Column>
          <Column title="Topics">{links('topics', topics)}</Column>
          <Column title="Regions">{links('regions', regions)}</Column>
          <Column title={publication.name}>
            <Entry href="/subscribe">Subscribe</Entry>
            <Entry href="/gift">Give a subscription</Entry>
            <Entry href="/account">Your account</Entry>
            <Entry href="/search">Search</Entry>
            <Entry href="/newsletters">Newsletters</Entry>
            <Entry href="/feed.xml">Feed (RSS)</Entry>
            <Entry href="/withdraw">Withdraw from a contract</Entry>
            <Entry href={`mailto:${publication.contactEmail}`}>Write to us</Entry>
          </Column>
        </nav>
      </div>
      <div className="frame flex flex-wrap gap-x-6 border-t border-on-deep/15 py-5 text-sm text-on-deep-soft">
        <p className="me-auto py-1">Published with Foldline. Times are those of {city}.</p>
        {publication.social.map(({ name, address }) => (
          // An account that leads back here is shown as ours by what reads `rel="me"`.
          <a key={address} rel="me" href={address} className="py-1">
            {name}
          </a>
        ))}
      </div>
    </footer>
  )
}

function links(kind: string, shelves: Shelf[]) {
  return shelves.map(({ slug, name }) => (
    <Entry key={slug} href={`/${kind}/${slug}`}>
      {name}
    </Entry>
  ))
}

function Column({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div>
      <p className="text-sm font-semibold text-on-deep-accent">{title}</p>
      <ul className="mt-2">{children}</ul>
    </div>
  )
}

function Entry({ href, children }: { href: string; children: ReactNode }) {
  return (
    <li>
      <a href={href} className="inline-block py-1 text-[0.9375rem]">
        {children}
      </a>
    </li>
  )
}
