/** W40: articles that are not public yet, or no longer: nobody finds a word of them anywhere. */
import { type Judgement, knock, type Probe, type Wall } from './matrix.ts'
import { publish } from './publish.ts'
import { type Answer, type Header, several } from './request.ts'
import { pathsOf } from './routes.ts'
import { withOwner } from './sql.ts'
import type { StaffViewer } from './staff.ts'
import { states, type Viewer } from './viewers.ts'

/**
 * Why each is not public. `dated` is published with a date that is still to come; what the importer cannot
 * make is made by hand, as a later editor would.
 */
const hidden = {
  draft: { status: 'draft', published: '2026-11-01T06:00:00Z' },
  dated: { status: 'published', published: '2126-01-05T06:00:00Z' },
  scheduled: { status: 'draft', published: '2126-01-05T06:00:00Z' },
  withdrawn: { status: 'draft', published: '2026-11-01T06:00:00Z' },
} as const
type Hidden = keyof typeof hidden

const kinds = ['draft', 'dated', 'scheduled', 'withdrawn'] as const
const slugOf = (kind: Hidden) => `wall-hidden-${kind}`

/** Free, so that the status alone keeps it back; every part of it holds the mark of the run. */
function sourceOf(mark: string, kind: Hidden): string {
  const word = `${mark}${kind.slice(0, 4)}`
  const fields = {
    title: `The unlit lantern of ${kind} weather ${word}`,
    standfirst: `What the ${kind} lantern would have shown ${word}`,
    slug: slugOf(kind),
    section: 'Work',
    topics: ['Measurement', `Lanterns ${word}`],
    regions: ['North Sea'],
    authors: ['Wall Keeper', `Lamplighter ${word}`],
    access: 'free',
    ...hidden[kind],
  }
  const head = Object.entries(fields).map(([name, value]) => `${name}: ${JSON.stringify(value)}`)
  const body = `<p>Nobody has trimmed the wick of the ${kind} lantern ${word}</p>`
  return ['---', ...head, '---', body].join('\n')
}

/** Writes the four of them, and sets by hand what the importer cannot. */
export async function writeHidden(mark: string): Promise<void> {
  await publish(kinds.map((kind) => ({ slug: slugOf(kind), source: sourceOf(mark, kind) })))
  await withOwner(async (owner) => {
    for (const kind of ['scheduled', 'withdrawn'])
      await owner`update article set status = ${kind} where slug = ${`wall-hidden-${kind}`}`
  })
}

/** That it is gone is told of what was public, at its own address; of all others, that there is nothing. */
const answers =
  (expected: 404 | 410) =>
  ({ status }: Answer) =>
    status === expected ? [] : [`answered ${status}`]
const namesNone = ({ body }: Answer) =>
  body.includes('wall-hidden-') ? ['names an article that is not public'] : []

const asOthersPreview: Header[][] = [
  [['RSC', '1']],
  [['Cookie', '__prerender_bypass=x; __next_preview_data=x; preview=1; draft=1']],
  [['X-Preview', '1']],
]

/** Ways to an article that is not there, and every address of the site, where it must not be named. */
export function hiddenProbes(): Probe[] {
  const queries = ['preview=1', 'draft=true', 'preview=true&token=x', 'status=draft', 'p=1']
  return [
    ...kinds.flatMap((kind): Probe[] => {
      const slug = slugOf(kind)
      const path = `/articles/${slug}`
      const atHome: Probe[] = [
        ...['', ...queries.map((query) => `?${query}`)].map((query) => ({ path: path + query })),
        ...asOthersPreview.map((headers) => ({ path, headers })),
        { path, method: 'HEAD' },
      ]
      const elsewhere = [
        `${path}/preview`,
        `/preview/${slug}`,
        `/drafts/${slug}`,
        `/newsroom/articles/${slug}`,
        `/api/preview?slug=${slug}`,
      ].map((one): Probe => ({ path: one }))
      const home = answers(kind === 'withdrawn' ? 410 : 404)
      return [
        ...atHome.map((probe): Probe => ({ ...probe, check: home, expect: 'public' })),
        ...elsewhere.map((probe): Probe => ({ ...probe, check: answers(404), expect: 'public' })),
      ]
    }),
    ...[
      ...pathsOf('site', 'feed', 'api'),
      '/search?q=unlit+lantern',
      '/search?q=%22nobody+has+trimmed%22',
      '/authors/wall-keeper',
      '/?page=1',
    ].map((path): Probe => ({ path, expect: 'public', check: namesNone })),
  ]
}

/** Every viewer, and one of each role of the staff: the product has no previews. */
export async function findHidden(wall: Wall, staff: StaffViewer[]): Promise<Judgement[]> {
  await writeHidden(wall.mark)
  const viewers = [
    ...states.map((state) => wall.viewers[state]),
    // Who works here reads every article: what is not public is for nobody all the same.
    ...staff.map(({ role, viewer }): Viewer => ({ ...viewer, state: role })),
  ]
  const asked = viewers.flatMap((viewer) => hiddenProbes().map((probe) => ({ viewer, probe })))
  return several(asked, 4, ({ viewer, probe }) => knock(wall, viewer, probe))
}
