import type { Metadata } from 'next'
import { readFrontPage } from '#lib/articles/list.ts'
import { publisherData, siteData } from '#lib/articles/structured-data.ts'
import { publication } from '#lib/publication.ts'
import { currentReaderClass, environment, publicDatabase } from '#lib/runtime.ts'
import { Card } from '../parts/card.tsx'
import { feedTypes } from '../parts/feed-links.ts'
import { Invitation } from '../parts/invitation.tsx'
import { Nothing } from '../parts/nothing.tsx'
import { PageData } from '../parts/page-data.tsx'
import { SectionBlock } from '../parts/section-block.tsx'

export const metadata: Metadata = { alternates: { canonical: '/', types: feedTypes() } }

export default async function FrontPage() {
  const { lead, latest, sections } = await readFrontPage(publicDatabase())
  if (!lead)
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
      <div className="grid gap-x-12 gap-y-12 lg:grid-cols-[minmax(0,2.1fr)_minmax(0,1fr)]">
        <Card card={lead} size="lead" />
        {latest.length > 0 && (
          <section aria-labelledby="latest">
            <h2 id="latest" className="border-t-[3px] border-ink pt-2 text-lg font-bold">
              Latest
            </h2>
            <div className="ruled">
              {latest.map((card) => (
                <div key={card.slug} className="py-4">
                  <Card card={card} size="line" level={3} />
                </div>
              ))}
            </div>
          </section>
        )}
      </div>
      <div className="mt-14 grid items-start gap-x-10 gap-y-12 sm:grid-cols-2 lg:grid-cols-3">
        {sections.map(({ section, articles }) => (
          <SectionBlock key={section.slug} section={section} articles={articles} />
        ))}
        {currentReaderClass() !== 'subscriber' && <Invitation />}
      </div>
    </div>
  )
}
