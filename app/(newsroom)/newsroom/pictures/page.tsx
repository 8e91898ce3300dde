import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { readPageNumber } from '#lib/articles/list.ts'
import { pageAddress } from '#lib/articles/page-numbers.ts'
import { type ListedPicture, listKeptPictures } from '#lib/newsroom/pictures.ts'
import { formatDay } from '#lib/format.ts'
import { appDatabase } from '#lib/runtime.ts'
import { requireStaff } from '../../guard.ts'
import { Pager } from '../../../parts/pager.tsx'
import { FindBox } from '../find-box.tsx'

export const metadata: Metadata = { title: 'Pictures' }

type Props = {
  searchParams: Promise<Partial<Record<'page' | 'q' | 'deleted', string | string[]>>>
}

export default async function PicturesPage({ searchParams }: Props) {
  await requireStaff('keep pictures', '/newsroom/pictures')
  const { page: typed, q, deleted } = await searchParams
  const page = readPageNumber(typed)
  const search = typeof q === 'string' ? q.trim().slice(0, 200) : ''
  const list = page === null ? null : await listKeptPictures(appDatabase(), { search, page })
  if (!list) notFound()
  const { pictures, found, pages } = list
  return (
    <>
      <div className="flex flex-wrap items-end justify-between gap-x-8 gap-y-4">
        <div>
          <h1 className="headline text-4xl sm:text-5xl">Pictures</h1>
          <p className="mt-2 max-w-2xl text-soft">
            What articles show. A picture that stands only below a marker is shown to those who may
            read on, and to nobody else.
          </p>
        </div>
        <a href="/newsroom/pictures/add" className="button">
          Add a picture
        </a>
      </div>
      {deleted !== undefined && (
        <output className="mt-4 block border-s-[3px] border-ink ps-3 font-medium">
          The picture and its files are deleted.
        </output>
      )}
      <FindBox
        words="What it shows, caption, credit, source or file name"
        search={search}
        className="mt-6"
      />
      {search !== '' && (
        <p className="mt-4 font-medium">
          {foundInWords(found)}{' '}
          <a href="/newsroom/pictures" className="underline">
            All pictures
          </a>
        </p>
      )}
      {pictures.length === 0 && search === '' && (
        <p className="mt-10 text-lg">
          No picture is kept here yet. Add one, or import an article that has some.
        </p>
      )}
      {pictures.length > 0 && (
        <ul className="mt-8 grid grid-cols-[repeat(auto-fill,minmax(min(100%,15rem),1fr))] gap-x-6 gap-y-9">
          {pictures.map((picture) => (
            <PictureTile key={picture.id} picture={picture} />
          ))}
        </ul>
      )}
      <div className="mt-10">
        <Pager
          of="pictures"
          current={list.page}
          last={pages}
          at={(one) => pageAddress('/newsroom/pictures', one, search === '' ? {} : { q: search })}
        />
      </div>
    </>
  )
}

function PictureTile({ picture }: { picture: ListedPicture }) {
  const { id, alt, credit, uses, width, height, createdAt } = picture
  return (
    <li className="group relative min-w-0">
      <div className="flex aspect-[8/5] items-center justify-center bg-panel">
        <img
          src={`/newsroom/pictures/${id}/file`}
          alt=""
          width={width}
          height={height}
          loading="lazy"
          decoding="async"
          className="h-full w-full object-cover"
        />
      </div>
      <a
        href={`/newsroom/pictures/${id}`}
        className="mt-2.5 line-clamp-2 leading-snug font-semibold after:absolute after:inset-0 group-hover:underline"
      >
        {alt || 'A picture that nobody has described'}
      </a>
      {credit && <p className="mt-0.5 truncate text-[0.9375rem] text-soft">{credit}</p>}
      <p className="mt-0.5 text-[0.9375rem] text-soft">
        {usesInWords(uses)}, added {formatDay(createdAt)}
      </p>
    </li>
  )
}

function foundInWords(found: number): string {
  if (found === 0) return 'Of no picture are all of these words said.'
  return found === 1 ? 'One picture.' : `${found} pictures.`
}

function usesInWords(uses: number): string {
  if (uses === 0) return 'In no article'
  return uses === 1 ? 'In one article' : `In ${uses} articles`
}
