import type { ArticleCard } from '#lib/articles/card.ts'
import { arrange, type Row } from '#lib/front/arrange.ts'
import type { FrontPage } from '#lib/front/read.ts'
import type { ReaderClass } from '#lib/access/level.ts'
import { Column } from './column.tsx'
import { Opinion } from './opinion.tsx'
import { Top } from './top.tsx'
import { WideSection } from './wide-section.tsx'

type Props = { page: FrontPage; readerClass: ReaderClass }

/** The front page as this class of reader sees it, row by row. */
export function FrontRows({ page: { filled, mostRead }, readerClass }: Props) {
  const rows = arrange(filled, ({ container: { kind } }) => {
    if (kind === 'most_read') return mostRead.length > 0
    return kind !== 'subscribe' || readerClass !== 'subscriber'
  })
  return (
    <div className="grid gap-y-12 sm:gap-y-14">
      {rows.map((row, place) => (
        <FrontRow key={idOf(row)} row={row} mostRead={mostRead} first={place === 0} />
      ))}
    </div>
  )
}

function idOf(row: Row<ArticleCard>): string {
  if (row.kind === 'top') return row.lead.container.id
  if (row.kind === 'wide') return row.one.container.id
  return row.columns.map(({ container }) => container.id).join(' ')
}

type RowProps = { row: Row<ArticleCard>; mostRead: FrontPage['mostRead']; first: boolean }

const grids = ['', 'sm:grid-cols-2', 'sm:grid-cols-2 lg:grid-cols-3']

function FrontRow({ row, mostRead, first }: RowProps) {
  if (row.kind === 'top') return <Top lead={row.lead} beside={row.beside} first={first} />
  if (row.kind === 'columns')
    return (
      <div className={`grid items-start gap-x-10 gap-y-12 ${grids[row.columns.length - 1] ?? ''}`}>
        {row.columns.map((one) => (
          <Column key={one.container.id} one={one} mostRead={mostRead} />
        ))}
      </div>
    )
  const { one } = row
  const { kind } = one.container
  if (kind === 'opinion') return <Opinion one={one} />
  if (kind === 'section' || kind === 'topic' || kind === 'river') return <WideSection one={one} />
  return <Column one={one} mostRead={mostRead} />
}
