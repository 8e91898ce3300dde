import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { containerKinds } from '#lib/front/container.ts'
import { type DeskContainer, findToPin, readFrontDesk } from '#lib/front/desk.ts'
import { formatDay } from '#lib/format.ts'
import { publication } from '#lib/publication.ts'
import { appDatabase, publicDatabase } from '#lib/runtime.ts'
import { requireStaff } from '../../../guard.ts'
import { FindBox } from '../../find-box.tsx'
import { aboutContainer } from '../about.ts'
import { Articles } from '../container.tsx'
import { FrontForms, WishButton, WishForm } from '../forms.client.tsx'
import { ShelfOptions } from '../shelf-options.tsx'
import { PinForm } from './pin.client.tsx'
import { SettingsForm } from './settings.client.tsx'

export const metadata: Metadata = { title: 'A container of the front page' }

type Props = {
  params: Promise<{ name: string }>
  searchParams: Promise<{ q?: string | string[] }>
}

/** One container: what is pinned in it, and its settings. */
export default async function ContainerPage({ params, searchParams }: Props) {
  await requireStaff('order the front page', '/newsroom/front')
  const [{ name }, { q }] = await Promise.all([params, searchParams])
  const desk = await readFrontDesk({ app: appDatabase(), public: publicDatabase() }, new Date())
  const container = desk.containers.find((one) => one.name === name)
  if (!container) notFound()
  const search = typeof q === 'string' ? q.slice(0, 200) : ''
  const { takes, shelf: wants } = containerKinds[container.kind]
  const options = desk.shelves.filter(({ kind }) => wants === 'either' || kind === wants)
  return (
    <>
      <p className="text-[0.9375rem] font-medium">
        <a href="/newsroom/front" className="inline-block py-1 underline">
          Front page
        </a>
      </p>
      <h1 className="headline mt-1 text-4xl sm:text-5xl">{container.title}</h1>
      <p className="mt-2 text-soft">{aboutContainer(container)}.</p>
      <FrontForms edition={desk.edition}>
        <div className="mt-8 grid gap-x-14 gap-y-12 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
          {takes && (
            <div className="grid content-start gap-12">
              <section aria-labelledby="now">
                <h2 id="now" className="border-t-[3px] border-ink pt-2 pb-3 text-lg font-bold">
                  What it shows now
                </h2>
                <Articles container={container} mostRead={desk.mostRead} />
              </section>
              <Pinning container={container} search={search} />
            </div>
          )}
          <section aria-labelledby="settings">
            <h2 id="settings" className="border-t-[3px] border-ink pt-2 pb-3 text-lg font-bold">
              Settings
            </h2>
            <SettingsForm
              name={container.name}
              shownAs={container.title}
              title={container.ownTitle}
              articles={takes || container.kind === 'most_read' ? container.articles : null}
              layout={takes && container.kind !== 'lead' ? container.layout : null}
              shelf={
                wants === 'none'
                  ? null
                  : {
                      chosen: container.shelf?.id ?? '',
                      options: <ShelfOptions shelves={options} />,
                    }
              }
            />
            <Removal container={container} />
          </section>
        </div>
      </FrontForms>
    </>
  )
}

async function Pinning({ container, search }: { container: DeskContainer; search: string }) {
  const found = await findToPin(publicDatabase(), search)
  return (
    <section aria-labelledby="pin">
      <h2 id="pin" className="border-t-[3px] border-ink pt-2 pb-3 text-lg font-bold">
        Pin an article
      </h2>
      <FindBox words="Words of its headline, or its name in addresses" search={search} quiet />
      {found.length === 0 ? (
        <p className="mt-5">
          No public article is called that. What is not public cannot be pinned.
        </p>
      ) : (
        <PinForm
          name={container.name}
          title={container.title}
          places={container.articles}
          zone={publication.timeZone.replace(/^.*\//, '').replaceAll('_', ' ')}
          found={found.map(({ id, headline, publishedAt }) => ({
            id,
            headline,
            day: formatDay(publishedAt),
          }))}
        />
      )}
    </section>
  )
}

function Removal({ container: { name, title } }: { container: DeskContainer }) {
  return (
    <details className="mt-8 border-t border-rule pt-3">
      <summary className="cursor-pointer py-1 font-semibold">Remove this container</summary>
      <p className="mt-2 text-soft">
        Its pins go with it. To take it off the page for a while, hide it instead.
      </p>
      <WishForm fields={{ do: 'remove', name }} words={`remove “${title}”`} className="mt-4">
        <WishButton>Remove it</WishButton>
      </WishForm>
    </details>
  )
}
