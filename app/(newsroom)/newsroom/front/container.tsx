import { containerKinds } from '#lib/front/container.ts'
import type { DeskContainer } from '#lib/front/desk.ts'
import { aboutContainer, whyPassedOver, whyShown } from './about.ts'
import { WishButton, WishForm } from './forms.client.tsx'

type Props = {
  container: DeskContainer
  /** At which place it stands, from 1, and of how many. */
  place: number
  of: number
  mostRead: { slug: string; headline: string }[]
}

/** A container in its place, with what it shows now, and what can be done with it. */
export function ContainerLine({ container, place, of, mostRead }: Props) {
  const { name, title, hidden } = container
  return (
    <li className="grid gap-x-8 gap-y-3 py-6 lg:grid-cols-[minmax(0,1fr)_auto]">
      <div>
        <h2 className={`text-xl font-bold ${hidden ? 'text-soft' : ''}`}>
          <span className="text-soft tabular-nums">{place}.</span> {title}
          {hidden && <span className="font-normal"> (hidden)</span>}
        </h2>
        <p className="text-[0.9375rem] text-soft">{aboutContainer(container)}.</p>
      </div>
      <div className="flex flex-wrap items-start gap-2">
        <Move container={container} to="up" idle={place === 1} />
        <Move container={container} to="down" idle={place === of} />
        <Turn container={container} />
        <a href={`/newsroom/front/${name}`} className="button button-quiet min-h-10 px-3.5 py-1">
          {containerKinds[container.kind].takes ? 'Pin or change' : 'Change'}
          <span className="sr-only"> {title}</span>
        </a>
      </div>
      <div className="lg:col-span-2">
        <Articles container={container} mostRead={mostRead} />
      </div>
    </li>
  )
}

function Move({
  container,
  to,
  idle,
}: {
  container: DeskContainer
  to: 'up' | 'down'
  idle: boolean
}) {
  const { name, title } = container
  const fields = { do: 'move', name, to }
  return (
    <WishForm fields={fields} words={`move “${title}” ${to}`}>
      <WishButton of={fields} idle={idle}>
        <span aria-hidden="true">{to === 'up' ? '↑' : '↓'}</span>
        {to === 'up' ? 'Up' : 'Down'}
        <span className="sr-only"> {title}</span>
      </WishButton>
    </WishForm>
  )
}

function Turn({ container: { name, title, hidden } }: { container: DeskContainer }) {
  const fields = { do: hidden ? 'show' : 'hide', name }
  return (
    <WishForm fields={fields} words={`${fields.do} “${title}”`}>
      <WishButton>
        {hidden ? 'Show' : 'Hide'}
        <span className="sr-only"> {title}</span>
      </WishButton>
    </WishForm>
  )
}

/** What a container shows now, and why; what is pinned in it, and how it is taken off. */
export function Articles({ container, mostRead }: Pick<Props, 'container' | 'mostRead'>) {
  const { kind, hidden, shown, passedOver, articles } = container
  if (kind === 'most_read')
    return mostRead.length === 0 ? (
      <Empty>There is no list yet: too little was read. Readers do not see it.</Empty>
    ) : (
      <p className="text-[0.9375rem]">
        {mostRead
          .slice(0, articles)
          .map(({ headline }) => headline)
          .join(' · ')}
      </p>
    )
  if (!containerKinds[kind].takes) return null
  return (
    <>
      {shown.length === 0 && !hidden && (
        <Empty>It has nothing to show now: readers do not see it.</Empty>
      )}
      <ol className="border-s border-rule">
        {shown.map((one) => (
          <Line key={one.id} container={container} article={one} pinned={one.why === 'pinned'}>
            {whyShown(one)}
          </Line>
        ))}
        {passedOver.map((one) => (
          <Line key={one.id} container={container} article={one} pinned>
            {whyPassedOver(one)}
          </Line>
        ))}
      </ol>
    </>
  )
}

const Empty = ({ children }: { children: string }) => (
  <p className="text-[0.9375rem] text-soft italic">{children}</p>
)

type LineProps = {
  container: DeskContainer
  article: { id: string; slug: string; headline: string }
  pinned: boolean
  children: string
}

function Line({ container, article, pinned, children }: LineProps) {
  const { id, slug, headline } = article
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 py-1.5 ps-4">
      <span className="min-w-0 flex-1 basis-72">
        <a href={`/articles/${slug}`} className="font-serif text-lg leading-snug wrap-anywhere">
          {headline}
        </a>
        <span className={`block text-sm ${pinned ? 'font-semibold text-accent' : 'text-soft'}`}>
          {children}
        </span>
      </span>
      {pinned && (
        <WishForm
          fields={{ do: 'unpin', name: container.name, article: id }}
          words={`unpin “${headline}” from “${container.title}”`}
        >
          <WishButton>
            Unpin<span className="sr-only"> {headline}</span>
          </WishButton>
        </WishForm>
      )}
    </li>
  )
}
