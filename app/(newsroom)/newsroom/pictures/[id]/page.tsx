import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { z } from 'zod'
import { lookAtPicture } from '#lib/newsroom/pictures.ts'
import { formatMoment } from '#lib/format.ts'
import { publication } from '#lib/publication.ts'
import { appDatabase } from '#lib/runtime.ts'
import { Submit } from '../../../../parts/submit.client.tsx'
import { requireStaff } from '../../../guard.ts'
import { Part, Row } from '../../readers/[id]/part.tsx'
import { deletePicture } from './actions.ts'
import { frontMatterOf, markUpOf } from './lines.ts'
import { WordsForm } from './words-form.client.tsx'

export const metadata: Metadata = { title: 'Picture' }

type Props = {
  params: Promise<{ id: string }>
  searchParams: Promise<{ did?: string | string[] }>
}

/** What an action told this page in its address. Anybody may write that: only known words are shown. */
const notices: Record<string, string> = {
  added:
    'The picture is kept, in every width. It is seen by readers once a published article shows it.',
  known: 'This very file was kept already, with what was said of it then. Nothing was changed.',
  said: 'It is said like this from now on, also in the articles that had the words of before. What an article says in words of its own stays.',
  used: 'An article has come to show it, so it was not deleted.',
}

export default async function PicturePage({ params, searchParams }: Props) {
  const { id } = await params
  await requireStaff('keep pictures', '/newsroom/pictures')
  const picture = z.uuid().safeParse(id).success ? await lookAtPicture(appDatabase(), id) : null
  if (!picture) notFound()
  const { did } = await searchParams
  const notice = typeof did === 'string' && Object.hasOwn(notices, did) ? notices[did] : null
  return (
    <>
      <p className="text-[0.9375rem] font-medium">
        <a href="/newsroom/pictures" className="underline">
          Pictures
        </a>
      </p>
      <h1 className="headline mt-1 max-w-4xl text-3xl wrap-anywhere sm:text-4xl">
        {picture.alt || 'A picture that nobody has described'}
      </h1>
      {notice && (
        <output className="mt-4 block max-w-3xl border-s-[3px] border-ink ps-3 font-medium">
          {notice}
        </output>
      )}
      <div className="mt-7 grid items-start gap-x-10 gap-y-8 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="flex justify-center bg-panel">
          <img
            src={`/newsroom/pictures/${id}/file?large`}
            alt={picture.alt}
            width={picture.width}
            height={picture.height}
            className="max-h-[70vh] w-auto max-w-full object-contain"
          />
        </div>
        <div className="grid gap-8">
          <Facts picture={picture} />
          <details>
            <summary className="cursor-pointer font-semibold">Say something else of it</summary>
            <p className="mt-3 text-soft">
              Articles that show it with these words show it with the new ones at once.
            </p>
            <WordsForm
              id={id}
              said={{
                alt: picture.alt,
                caption: picture.caption ?? '',
                credit: picture.credit ?? '',
              }}
            />
          </details>
          <Part title="Shown in" empty="No article shows it.">
            {picture.uses.map(({ slug, headline, status, part }) => (
              <Row
                key={slug}
                head={
                  status === 'published' ? (
                    <a href={`/articles/${slug}`} className="underline">
                      {headline}
                    </a>
                  ) : (
                    headline
                  )
                }
                side={status === 'published' ? null : status}
              >
                {part === 'public'
                  ? 'Everybody sees it there.'
                  : 'Only who may read on sees it there.'}
              </Row>
            ))}
          </Part>
        </div>
      </div>
      <div className="mt-10 grid gap-8 lg:grid-cols-2 lg:gap-10">
        <Line title="In the text of an article" line={markUpOf(picture)} />
        <Line title="As its lead picture, between the lines of ---" line={frontMatterOf(picture)} />
      </div>
      {picture.uses.length === 0 && (
        <details className="mt-10 max-w-2xl border-t border-rule pt-4">
          <summary className="cursor-pointer font-semibold">Delete this picture</summary>
          <p className="mt-3 text-soft">
            Its files are deleted as well, and cannot be brought back. No article shows it now.
          </p>
          <form action={deletePicture} className="mt-4">
            <input type="hidden" name="id" value={id} />
            <Submit pending="Deleting …">Delete it for good</Submit>
          </form>
        </details>
      )}
    </>
  )
}

type Looked = NonNullable<Awaited<ReturnType<typeof lookAtPicture>>>

const names = { jpeg: 'JPEG', png: 'PNG', webp: 'WebP', avif: 'AVIF', gif: 'GIF' }

function Facts({ picture }: { picture: Looked }) {
  const { width, height, type, bytes, caption, credit, source, createdAt } = picture
  const facts: [string, string | null][] = [
    ['Caption', caption],
    ['Credit', credit],
    ['Source', source],
    ['Size', `${width} by ${height} pixels; it came as ${names[type]}`],
    [
      'Files',
      `${Math.max(1, Math.round(bytes / 1024)).toLocaleString(publication.locale)} kB together`,
    ],
    ['Added', formatMoment(createdAt)],
  ]
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-5 gap-y-2 border-t-2 border-ink pt-3">
      {facts.map(
        ([name, value]) =>
          value !== null && (
            <div key={name} className="contents">
              <dt className="text-soft">{name}</dt>
              <dd className="wrap-anywhere">{value}</dd>
            </div>
          ),
      )}
    </dl>
  )
}

/** A line to be pasted into a file that is imported. */
function Line({ title, line }: { title: string; line: string }) {
  return (
    <section className="min-w-0">
      <h2 className="text-lg font-bold">{title}</h2>
      <pre className="mt-2 bg-panel p-4 font-mono text-sm leading-relaxed wrap-anywhere whitespace-pre-wrap">
        {line}
      </pre>
    </section>
  )
}
