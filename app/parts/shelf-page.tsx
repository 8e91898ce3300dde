import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { cache } from 'react'
import { readPageNumber, readShelf } from '#lib/articles/list.ts'
import { authorData, breadcrumbData, crumbsTo } from '#lib/articles/structured-data.ts'
import { environment, publicDatabase } from '#lib/runtime.ts'
import { Breadcrumb } from './breadcrumb.tsx'
import { CardList } from './card-list.tsx'
import { feedTypes } from './feed-links.ts'
import { PageData } from './page-data.tsx'

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
  const { shelf, page } = read
  return {
    title: page > 1 ? `${shelf.name}, page ${page}` : shelf.name,
    ...(shelf.description ? { description: shelf.description } : {}),
    alternates: {
      canonical: addressOf(kind, shelf.slug, page),
      types: feedTypes({ name: shelf.name, path: addressOf(kind, shelf.slug, 1) }),
    },
  }
}

/** The page of a section, topic, region or author: what it is, and its articles, the newest first. */
export async function ShelfPage({ kind, ...props }: ShelfProps & { kind: Kind }) {
  const read = await readAsked(kind, props)
  if (!read) notFound()
  const { shelf, list } = read
  const { siteUrl } = environment()
  const crumbs = crumbsTo(null)
  return (
    <div className="frame pt-10 sm:pt-14">
      <PageData
        data={[
          ...(kind === 'author' ? [authorData(shelf, siteUrl)] : []),
          breadcrumbData(crumbs, shelf.name, siteUrl),
        ]}
      />
      <header className="mb-10 border-b-[3px] border-ink pb-6">
        <Breadcrumb crumbs={crumbs} />
        <h1 className="headline mt-2 text-[2.75rem] sm:text-6xl">{shelf.name}</h1>
        {shelf.description && (
          <p className="mt-3 max-w-2xl font-serif text-xl leading-snug text-soft">
            {shelf.description}
          </p>
        )}
        <Feeds name={shelf.name} path={addressOf(kind, shelf.slug, 1)} />
      </header>
      {list.articles.length > 0 ? (
        <CardList list={list} at={(page) => addressOf(kind, shelf.slug, page)} />
      ) : (
        <p className="font-serif text-xl text-soft">
          Nothing has been published here yet.{' '}
          <a href="/" className="text-ink underline">
            See what is new
          </a>
        </p>
      )}
    </div>
  )
}

function Feeds({ name, path }: { name: string; path: string }) {
  return (
    <p className="mt-4 flex flex-wrap gap-x-4 text-[0.9375rem]">
      {(['xml', 'json'] as const).map((ending) => (
        <a key={ending} href={`${path}/feed.${ending}`} className="py-0.5 underline">
          Feed ({ending === 'xml' ? 'RSS' : 'JSON'})<span className="sr-only"> of {name}</span>
        </a>
      ))}
    </p>
  )
}

function addressOf(kind: Kind, slug: string, page: number): string {
  return `/${kind}s/${slug}${page > 1 ? `?page=${page}` : ''}`
}
