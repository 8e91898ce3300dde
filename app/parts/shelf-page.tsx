import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { cache } from 'react'
import { readPageNumber, readShelf } from '#lib/articles/list.ts'
import { pageAddress } from '#lib/articles/page-numbers.ts'
import { authorData, breadcrumbData, crumbsTo } from '#lib/articles/structured-data.ts'
import { environment, publicDatabase } from '#lib/runtime.ts'
import { Breadcrumb } from './breadcrumb.tsx'
import { CardList } from './card-list.tsx'
import { feedTypes } from './feed-links.ts'
import { PageData } from './page-data.tsx'
import { Pager } from './pager.tsx'
import { ShelfAside } from './shelf-aside.tsx'

type Kind = 'section' | 'topic' | 'region' | 'author'

/** What Next hands to the page of a shelf. */
export type ShelfProps = {
  params: Promise<{ slug: string }>
  searchParams: Promise<{ page?: string | string[] }>
}

const readOnce = cache(async (kind: Kind, slug: string, page: number) =>
  readShelf(publicDatabase(), kind, slug, page),
)

async function readAsked(kind: Kind, { params, searchParams }: ShelfProps) {
  const page = readPageNumber((await searchParams).page)
  const read = page === null ? null : await readOnce(kind, (await params).slug, page)
  return read && page !== null ? { ...read, page } : null
}

/** Title, description and canonical address of a shelf's page. */
export async function shelfMetadata(kind: Kind, props: ShelfProps): Promise<Metadata> {
  const read = await readAsked(kind, props)
  if (!read) return {}
  const { shelf, page, pages } = read
  const at = (to: number) => addressOf(kind, shelf.slug, to)
  return {
    title: page > 1 ? `${shelf.name}, page ${page}` : shelf.name,
    ...(shelf.description ? { description: shelf.description } : {}),
    alternates: {
      canonical: at(page),
      types: feedTypes({ name: shelf.name, path: at(1) }),
    },
    pagination: {
      previous: page > 1 ? at(page - 1) : null,
      next: page < pages ? at(page + 1) : null,
    },
  }
}

/** The page of a section, topic, region or author: what it is, and its articles, the newest first. */
export async function ShelfPage({ kind, ...props }: ShelfProps & { kind: Kind }) {
  const read = await readAsked(kind, props)
  if (!read) notFound()
  const { shelf, list, page, pages } = read
  const { siteUrl } = environment()
  const crumbs = crumbsTo(null)
  const at = (to: number) => addressOf(kind, shelf.slug, to)
  return (
    <div className="frame pt-10 sm:pt-14">
      <PageData
        data={[
          ...(kind === 'author' ? [authorData(shelf, siteUrl)] : []),
          breadcrumbData(crumbs, shelf.name, siteUrl),
        ]}
      />
      <header className="mb-8 border-b-[3px] border-ink pb-6">
        <Breadcrumb crumbs={crumbs} />
        <h1 className="headline mt-2 text-[2.75rem] sm:text-6xl">{shelf.name}</h1>
        {shelf.author?.role && <p className="mt-2 text-lg font-semibold">{shelf.author.role}</p>}
        {shelf.description && (
          <p className="mt-3 max-w-2xl font-serif text-xl leading-snug text-soft">
            {shelf.description}
          </p>
        )}
        {shelf.author && <Elsewhere links={shelf.author.links} />}
        <p className="mt-3 text-[0.9375rem] text-soft">
          {shelf.count === 1 ? '1 article' : `${shelf.count} articles`}
          {pages > 1 && `, page ${page} of ${pages}`}
        </p>
      </header>
      <div className="grid gap-x-14 gap-y-14 lg:grid-cols-[minmax(0,1fr)_17rem]">
        <div>
          {list.articles.length > 0 ? (
            <CardList
              articles={list.articles}
              leads={page === 1}
              withSection={kind !== 'section'}
            />
          ) : (
            <p className="font-serif text-xl text-soft">
              Nothing has been published here yet.{' '}
              <a href="/" className="text-ink underline">
                See what is new
              </a>
            </p>
          )}
          <Pager current={page} last={pages} at={at} />
        </div>
        <ShelfAside shelf={shelf} path={at(1)} />
      </div>
    </div>
  )
}

/** Where somebody who writes is found elsewhere. */
function Elsewhere({ links }: { links: { name: string; address: string }[] }) {
  if (links.length === 0) return null
  return (
    <ul className="mt-3 flex flex-wrap gap-x-4 text-[0.9375rem]">
      {links.map(({ name, address }) => (
        <li key={address}>
          <a href={address} rel="me" className="inline-block py-1 underline">
            {name}
          </a>
        </li>
      ))}
    </ul>
  )
}

function addressOf(kind: Kind, slug: string, page: number): string {
  return pageAddress(`/${kind}s/${slug}`, page)
}
