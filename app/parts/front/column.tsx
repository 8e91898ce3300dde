import type { ArticleCard } from '#lib/articles/card.ts'
import type { Filled } from '#lib/front/compose.ts'
import type { FrontPage } from '#lib/front/read.ts'
import { Card } from '../card.tsx'
import { Invitation } from '../invitation.tsx'
import { ByMail } from './by-mail.tsx'
import { Heading } from './heading.tsx'
import { Lines } from './lines.tsx'
import { MostRead } from './most-read.tsx'
import { Opinion } from './opinion.tsx'

type Props = { one: Filled<ArticleCard>; mostRead: FrontPage['mostRead'] }

/** A container that stands beside others. */
export function Column({ one, mostRead }: Props) {
  const { container } = one
  switch (container.kind) {
    case 'most_read':
      return <MostRead container={container} articles={mostRead} />
    case 'newsletter':
      return <ByMail container={container} />
    case 'subscribe':
      return <Invitation />
    case 'opinion':
      return <Opinion one={one} />
    case 'lead':
    case 'river':
      return <Lines one={one} withSection />
    case 'section':
    case 'topic':
      return <Shelf one={one} />
    default:
      return container.kind satisfies never
  }
}

/** A section in a column: its first article with a picture, the others under it. */
function Shelf({ one: { container, cards } }: { one: Filled<ArticleCard> }) {
  const [first, ...others] = cards
  if (!first) return null
  const withSection = container.shelf?.kind !== 'section'
  return (
    <section aria-labelledby={`front-${container.id}`}>
      <Heading container={container} />
      <div className="ruled">
        <div className="pb-5">
          <Card card={first} size="medium" level={3} withSection={withSection} />
        </div>
        {others.map((card) => (
          <div key={card.slug} className="py-4">
            <Card card={card} size="line" level={3} withSection={withSection} />
          </div>
        ))}
      </div>
    </section>
  )
}
