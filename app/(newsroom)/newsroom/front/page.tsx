import type { Metadata } from 'next'
import { readFrontDesk } from '#lib/front/desk.ts'
import { formatMoment } from '#lib/format.ts'
import { appDatabase, publicDatabase } from '#lib/runtime.ts'
import { requireStaff } from '../../guard.ts'
import { AddContainer } from './add.tsx'
import { ContainerLine } from './container.tsx'
import { FrontForms, WishButton, WishForm } from './forms.client.tsx'

export const metadata: Metadata = { title: 'Front page' }

type Props = { searchParams: Promise<{ did?: string | string[] }> }

/** What was done on the page of a container. Anybody may write that into an address: only known words are shown. */
const said = new Map([
  ['set', 'The container is changed.'],
  ['remove', 'The container is removed.'],
])

export default async function FrontDeskPage({ searchParams }: Props) {
  await requireStaff('order the front page', '/newsroom/front')
  const desk = await readFrontDesk({ app: appDatabase(), public: publicDatabase() }, new Date())
  const { did } = await searchParams
  const done = said.get(typeof did === 'string' ? did : '')
  return (
    <>
      <h1 className="headline text-4xl sm:text-5xl">Front page</h1>
      <p className="mt-3 max-w-[65ch] text-soft">
        {desk.automatic
          ? 'Nobody has ordered it: it follows the sections and the newest articles by itself. The first change makes it yours, and what you do not touch goes on by itself.'
          : 'Staff have ordered it. What is not pinned goes on by itself.'}
        {desk.changedAt && ` Last changed on ${formatMoment(desk.changedAt)}.`}{' '}
        <a href="/" className="text-ink underline">
          See it as readers do
        </a>
      </p>
      {done !== undefined && (
        <output className="mt-5 block max-w-3xl border-s-[3px] border-good bg-panel p-4 font-medium">
          {done}
        </output>
      )}
      <FrontForms edition={desk.edition}>
        <ol className="ruled mt-6 border-y border-rule">
          {desk.containers.map((container, before) => (
            <ContainerLine
              key={container.name}
              container={container}
              place={before + 1}
              of={desk.containers.length}
              mostRead={desk.mostRead}
            />
          ))}
        </ol>
        <AddContainer shelves={desk.shelves} />
        {!desk.automatic && (
          <details className="mt-10 max-w-3xl border-t border-rule pt-4">
            <summary className="cursor-pointer py-1 font-semibold">
              Let it be composed automatically again
            </summary>
            <p className="mt-2 text-soft">
              The order, the settings and all pins are given up, and cannot be brought back. Readers
              see the automatic front page at once.
            </p>
            <WishForm
              fields={{ do: 'reset' }}
              words="reset the front page to automatic"
              className="mt-4"
            >
              <WishButton>Give it up and reset</WishButton>
            </WishForm>
          </details>
        )}
      </FrontForms>
    </>
  )
}
