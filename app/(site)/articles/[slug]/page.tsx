import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { cache } from 'react'
import { decideForClass } from '#lib/access/decide.ts'
import type { ReaderClass } from '#lib/access/level.ts'
import { readRelated } from '#lib/articles/list.ts'
import { type ArticlePage as Article, readArticle } from '#lib/articles/read.ts'
import { sharePictureOf } from '#lib/articles/share-picture.ts'
import { latestBelow, sharedLists } from '#lib/articles/shared-lists.ts'
import { articleData, breadcrumbData, crumbsTo } from '#lib/articles/structured-data.ts'
import { readComments } from '#lib/comments/read.ts'
import { appDatabase, currentReaderClass, environment, publicDatabase } from '#lib/runtime.ts'
import { feedTypes } from '../../../parts/feed-links.ts'
import { PageData } from '../../../parts/page-data.tsx'
import { Advertisement } from './advertisement.tsx'
import { ArticleBody } from './body.tsx'
import { CommentsBelow } from './comments-below.tsx'
import { ArticleFoot } from './foot.tsx'
import { ArticleHead } from './head.tsx'

type Props = { params: Promise<{ slug: string }> }

const readOnce = cache(async (slug: string) =>
  readArticle({ public: publicDatabase(), app: appDatabase() }, slug, currentReaderClass()),
)

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const article = await readOnce((await params).slug)
  if (!article) return {}
  return {
    title: article.headline,
    description: article.excerpt,
    authors: article.authors.map(({ name }) => ({ name })),
    alternates: {
      canonical: article.source?.url ?? `/articles/${article.slug}`,
      types: feedTypes(),
    },
    // Of a page that differs from reader to reader, nobody is to show a copy.
    robots: { 'max-image-preview': 'large', noarchive: article.hasGatedPart },
    openGraph: {
      type: 'article',
      title: article.headline,
      description: article.excerpt,
      url: `/articles/${article.slug}`,
      publishedTime: article.publishedAt.toISOString(),
      modifiedTime: (article.revisedAt ?? article.publishedAt).toISOString(),
      ...(article.section ? { section: article.section.name } : {}),
      images: [sharePictureOf(article)],
    },
    twitter: { card: 'summary_large_image' },
  }
}

export default async function ArticlePage({ params }: Props) {
  const article = await readOnce((await params).slug)
  if (!article) notFound()
  const readerClass = currentReaderClass()
  const decision = decideForClass(article.accessLevel, readerClass)
  const [related, newest, comments] = await Promise.all([
    readRelated(publicDatabase(), article.id, 3),
    sharedLists().newest(),
    decision.granted ? readComments(appDatabase(), article, decision, { kind: 'below' }) : null,
  ])
  const latest = latestBelow(newest, article.slug)
  const { siteUrl } = environment()
  const shown = new Set(related.map(({ slug }) => slug))
  return (
    <>
      <PageData
        data={[
          articleData(article, siteUrl),
          breadcrumbData(crumbsTo(article.section), article.headline, siteUrl),
        ]}
      />
      <article>
        <ArticleHead
          article={article}
          saving={savingFor(article, readerClass)}
          giveable={readerClass === 'subscriber' && article.accessLevel !== 'free'}
        />
        <ArticleBody article={article} readerClass={readerClass} />
      </article>
      {comments && (
        <CommentsBelow slug={article.slug} comments={comments} readerClass={readerClass} />
      )}
      {/* At the marker one thing is asked for already. */}
      {article.continuation.kind === 'whole' && <Advertisement readerClass={readerClass} />}
      <ArticleFoot related={related} latest={latest.filter(({ slug }) => !shown.has(slug))} />
    </>
  )
}

/**
 * Who is signed in may save it, and is told here. Whoever is not is led to sign in first: where the article ends at the marker, one
 * thing is asked of them already.
 */
function savingFor({ continuation }: Article, readerClass: ReaderClass) {
  if (readerClass !== 'anonymous') return 'told'
  return continuation.kind === 'whole' ? 'offered' : null
}
