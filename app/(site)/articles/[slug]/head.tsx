import { Fragment, type ReactNode } from 'react'
import type { Shelf } from '#lib/articles/card.ts'
import type { ArticlePage } from '#lib/articles/read.ts'
import { crumbsTo } from '#lib/articles/structured-data.ts'
import { formatMoment } from '#lib/format.ts'
import { Breadcrumb } from '../../../parts/breadcrumb.tsx'
import { sizedByLength } from '../../../parts/headline-size.ts'
import { PlateImage } from '../../../parts/plate.tsx'
import { SaveForm } from '../../../parts/save-form.tsx'

type Props = {
  article: ArticlePage
  /** Whether who reads it may give it away: everybody of their class, as this page knows no person. */
  giveable?: boolean
  /** `offered`: it can be saved for later from here. `told`: and this is where it leads, which says that it is done. */
  saving?: 'offered' | 'told' | null
}

/** The type of a headline of common length, of a long one and of a very long one. */
const sizes = [
  'text-[2.375rem] sm:text-[3.25rem] lg:text-[3.75rem]',
  'text-[2rem] sm:text-[2.75rem] lg:text-[3rem]',
  'text-[1.625rem] sm:text-[2rem] lg:text-[2.25rem]',
] as const

/** Everything above the text: where it is filed, what it says, who wrote it, when, and its picture. */
export function ArticleHead({ article, giveable = false, saving = null }: Props) {
  return (
    <>
      <header className="frame pt-8 sm:pt-12">
        <div className="mx-auto max-w-[50rem]">
          <Breadcrumb crumbs={crumbsTo(article.section)} />
          <Shelves article={article} />
          <h1 className={`headline mt-3 ${sizedByLength(article.headline, sizes)}`}>
            {article.headline}
          </h1>
          <p className="mt-5 max-w-[42rem] font-serif text-xl leading-snug text-soft sm:text-[1.5rem]">
            {article.standfirst}
          </p>
          <div className="mt-6 flex flex-wrap items-baseline gap-x-4 gap-y-1 border-t border-rule pt-3 text-[0.9375rem]">
            {article.authors.length > 0 && <Byline authors={article.authors} />}
            <Dates article={article} />
            {saving && (
              <SaveForm slug={article.slug} look="word">
                Save for later
              </SaveForm>
            )}
            {giveable && <Give slug={article.slug} />}
          </div>
          {saving === 'told' && <Saved />}
        </div>
      </header>
      {article.picture && <LeadPicture picture={article.picture} />}
      {article.map && <LocatorMap map={article.map} />}
    </>
  )
}

function Shelves({ article }: { article: ArticlePage }) {
  const filed: [string, Shelf[]][] = [
    ['topics', article.topics],
    ['regions', article.regions],
  ]
  if (article.topics.length + article.regions.length === 0) return null
  return (
    <nav aria-label="Filed under" className="flex flex-wrap gap-x-4 gap-y-0.5 text-[0.9375rem]">
      {filed.flatMap(([kind, shelves]) =>
        shelves.map(({ slug, name }) => (
          <a key={`${kind}/${slug}`} href={`/${kind}/${slug}`} className="py-0.5 font-medium">
            {name}
          </a>
        )),
      )}
    </nav>
  )
}

function Byline({ authors }: { authors: Shelf[] }) {
  const parts: ReactNode[] = authors.map(({ slug, name }) => (
    <a key={slug} rel="author" href={`/authors/${slug}`} className="font-semibold">
      {name}
    </a>
  ))
  return (
    <p>
      By{' '}
      {parts.map((part, place) => (
        // oxlint-disable-next-line react/no-array-index-key -- the names stand in a fixed order
        <Fragment key={place}>
          {place > 0 && (place === parts.length - 1 ? ' and ' : ', ')}
          {part}
        </Fragment>
      ))}
    </p>
  )
}

function Give({ slug }: { slug: string }) {
  return (
    <p className="not-printed">
      <a
        href={`/account/gift-links/new?article=${slug}`}
        rel="nofollow"
        className="inline-block py-0.5 underline"
      >
        Give this article
      </a>
    </p>
  )
}

/**
 * That it is saved. The page is the same for everybody and cannot know: the address to which saving leads shows this, and the
 * browser does not even send that part of it. The headline stays in sight above.
 */
function Saved() {
  return (
    <p
      id="saved"
      className="not-printed mt-3 hidden scroll-mt-[60vh] border-s-[3px] border-good bg-panel px-4 py-3 target:block"
    >
      Saved for later.{' '}
      <a href="/account/saved" rel="nofollow" className="underline">
        Your saved articles
      </a>
    </p>
  )
}

function Dates({ article }: { article: ArticlePage }) {
  const { publishedAt, revisedAt, readingMinutes, continuation } = article
  return (
    <p className="text-soft">
      <time dateTime={publishedAt.toISOString()}>{formatMoment(publishedAt)}</time>
      {revisedAt && (
        <>
          , updated <time dateTime={revisedAt.toISOString()}>{formatMoment(revisedAt)}</time>
        </>
      )}
      {/* Of a cut page it would tell how much there is below the cut. */}
      {continuation.kind === 'whole' && <span className="ms-4">{readingMinutes} min read</span>}
    </p>
  )
}

function LeadPicture({ picture }: { picture: NonNullable<ArticlePage['picture']> }) {
  return (
    <figure className="frame mt-8 max-w-[70rem]">
      <PlateImage
        picture={picture}
        alt={picture.alt}
        sizes="(min-width: 70rem) 65rem, min(92vw, 100vw - 2.25rem)"
        first
      />
      {(picture.caption || picture.credit) && (
        <figcaption className="mt-2 text-sm text-soft">
          {picture.caption} {picture.credit && <span>{picture.credit}</span>}
        </figcaption>
      )}
    </figure>
  )
}

/** Where the region is, for an article that has no picture. One file for day and night, wide and narrow. */
function LocatorMap({
  map: { src, alt, width, height, region },
}: {
  map: NonNullable<ArticlePage['map']>
}) {
  return (
    <figure className="frame mt-8">
      <div className="mx-auto max-w-[50rem]">
        <img src={src} alt={alt} width={width} height={height} decoding="sync" className="plate" />
        <figcaption className="mt-2 text-sm text-soft">{region}. Map: Natural Earth</figcaption>
      </div>
    </figure>
  )
}
