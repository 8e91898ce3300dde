import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { cache } from 'react'
import { decideForClass } from '#lib/access/decide.ts'
import { readRelated } from '#lib/articles/list.ts'
import { readArticle } from '#lib/articles/read.ts'
import { sharePictureOf } from '#lib/articles/share-picture.ts'
import { DAYS_OPEN } from '#lib/gift-links/allowance.ts'
import { countOpened } from '#lib/gift-links/open.ts'
import { readPasses } from '#lib/gift-links/pass.ts'
import { readGiven } from '#lib/gift-links/read.ts'
import {
  appDatabase,
  currentReaderClass,
  environment,
  publicDatabase,
  sayPageStatus,
} from '#lib/runtime.ts'
import { ArticleBody } from '../../articles/[slug]/body.tsx'
import { ArticleFoot } from '../../articles/[slug]/foot.tsx'
import { ArticleHead } from '../../articles/[slug]/head.tsx'
import { Closed } from '../closed.tsx'
import { GivenAbove, GivenBelow } from './invitation.tsx'

type Props = {
  params: Promise<{ slug: string }>
  searchParams: Promise<{ opened?: string | string[] }>
}

const databases = () => ({ public: publicDatabase(), app: appDatabase() })

/** The article as everybody sees it: what a link's preview in a chat is made of. */
const openPart = cache(async (slug: string) => readArticle(databases(), slug, 'anonymous'))

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const article = await openPart((await params).slug)
  if (!article) return { title: 'A gift link', robots: { index: false } }
  const { headline, excerpt, slug } = article
  return {
    title: headline,
    description: excerpt,
    alternates: { canonical: `/articles/${slug}` },
    robots: { index: false, follow: false, noarchive: true },
    openGraph: {
      type: 'article',
      title: headline,
      description: excerpt,
      url: `/articles/${slug}`,
      images: [sharePictureOf(article)],
    },
  }
}

/**
 * An article for who was given it: rendered for them alone and kept by nobody, under an address that no page is kept under. Comments, searches and
 * every other article stay as closed as they are.
 */
export default async function GivenPage({ params, searchParams }: Props) {
  const { slug } = await params
  const open = await openPart(slug)
  if (!open) return <NotThere />
  // Whoever may read it anyway does so where everybody does.
  if (decideForClass(open.accessLevel, currentReaderClass()).granted)
    redirect(`/articles/${open.slug}`)
  const now = new Date()
  const cookies = (await headers()).get('cookie') ?? undefined
  const passes = readPasses(cookies, environment().siteUrl, now)
  const reading = await readGiven(databases(), slug, passes, now)
  switch (reading.kind) {
    case 'no_article':
      return <NotThere />
    case 'no_pass':
      return <NoPass slug={slug} />
    case 'over':
      return <Over slug={slug} />
    case 'given': {
      if ((await searchParams).opened !== undefined) {
        await countOpened(appDatabase(), reading.linkId)
        redirect(`/given/${slug}`)
      }
      const { article, until } = reading
      return (
        <>
          <GivenAbove until={until} />
          <article>
            <ArticleHead article={article} />
            <ArticleBody article={article} readerClass={currentReaderClass()} />
          </article>
          <GivenBelow slug={slug} />
          <ArticleFoot related={await readRelated(publicDatabase(), article.id, 3)} latest={[]} />
        </>
      )
    }
  }
}

function NotThere() {
  sayPageStatus(404)
  return (
    <Closed title="This article is not here">
      There is none at this address, or it has been withdrawn.
    </Closed>
  )
}

/** Programs that look at a link for a preview end here as well: they keep no cookies, and this page's head tells them what it is about. */
function NoPass({ slug }: { slug: string }) {
  return (
    <Closed title="Open the link once more" slug={slug}>
      A subscriber gave this article away. The link they sent opens it for a day at a time, in the
      browser in which it is opened. If you have just done so, this browser keeps no cookies, and
      without one we cannot tell that the article was given to you.
    </Closed>
  )
}

function Over({ slug }: { slug: string }) {
  sayPageStatus(410)
  return (
    <Closed title="This link is closed" slug={slug}>
      A subscriber gave you this article. Such a link is open for {DAYS_OPEN} days at most, and
      whoever gave it can take it back sooner. You can ask them for another.
    </Closed>
  )
}
