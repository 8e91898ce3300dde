import type { Metadata } from 'next'
import { publisherData, siteData } from '#lib/articles/structured-data.ts'
import { readFrontPage } from '#lib/front/read.ts'
import { publication } from '#lib/publication.ts'
import { currentReaderClass, environment, publicDatabase } from '#lib/runtime.ts'
import { feedTypes } from '../parts/feed-links.ts'
import { FrontRows } from '../parts/front/front-rows.tsx'
import { Nothing } from '../parts/nothing.tsx'
import { PageData } from '../parts/page-data.tsx'

export const metadata: Metadata = { alternates: { canonical: '/', types: feedTypes() } }

export default async function FrontPage() {
  const page = await readFrontPage(publicDatabase(), new Date())
  if (page.filled.every(({ cards }) => cards.length === 0))
    return (
      <Nothing title="Nothing has been published yet">
        The first article appears here as soon as it is. Import one with{' '}
        <code>npm run foldline -- import FILE --publish</code>.
      </Nothing>
    )
  const { siteUrl } = environment()
  return (
    <div className="frame pt-7 sm:pt-10">
      <PageData data={[publisherData(siteUrl), siteData(siteUrl)]} />
      <h1 className="sr-only">
        {publication.name}: {publication.tagline}
      </h1>
      <FrontRows page={page} readerClass={currentReaderClass()} />
    </div>
  )
}
