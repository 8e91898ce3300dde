import { parseDocument } from 'yaml'
import { z } from 'zod'
import { pictureSchema, problemsOf, sourceSchema } from '../draft.ts'
import { readMoment } from './moment.ts'
import { fateOf, isRemote } from './picture-fates.ts'
import type { PictureFates } from './reading.ts'

const name = z.union([z.string(), z.number()], { error: 'must be a name' }).transform(String)
const names = z.array(name, { error: 'must be a list, such as [Water, Work]' })
const moment = z
  .string({ error: 'must be a date, such as 2027-03-12 or 2027-03-12T09:30:00Z' })
  .transform((value, context) => {
    const read = readMoment(value)
    if (read) return read
    context.addIssue('must be a date, such as 2027-03-12 or 2027-03-12T09:30:00Z')
    return z.NEVER
  })

const shape = z.strictObject({
  title: name.refine((value) => value.trim() !== '', 'is empty; give the article a title'),
  standfirst: z.string({ error: 'must be text' }).optional(),
  slug: z.string({ error: 'must be text' }).optional(),
  section: name.optional(),
  topics: names.optional(),
  regions: names.optional(),
  authors: names.optional(),
  access: z
    .enum(['free', 'registered', 'subscriber'], {
      error: 'must be free, registered or subscriber',
    })
    .optional(),
  published: moment.optional(),
  revised: moment.optional(),
  status: z
    .enum(['draft', 'published', 'withdrawn'], {
      error: 'must be draft, published or withdrawn',
    })
    .optional(),
  picture: pictureSchema.optional(),
  source: sourceSchema.optional(),
  corrections: z
    .array(
      z.strictObject({
        text: z.string(),
        weight: z.enum(['minor', 'serious'], { error: 'must be minor or serious' }).optional(),
        at: moment,
      }),
    )
    .optional(),
})

/** What stands above a Markdown article, between two lines of `---`. */
export type FrontMatter = z.output<typeof shape>

/** Reads front matter strictly: a field we do not know is refused by name, never ignored. */
export function readFrontMatter(
  yaml: string,
  fates: PictureFates,
): { kind: 'read'; fields: FrontMatter; dropped: string[] } | { kind: 'refused'; why: string } {
  if (isNestedTooDeeply(yaml))
    return {
      kind: 'refused',
      why: 'The front matter is nested too deeply to be that of an article.',
    }
  const document = parseDocument(yaml, { prettyErrors: true })
  const [error] = document.errors
  if (error) return { kind: 'refused', why: `The front matter is no valid YAML: ${error.message}` }
  const { content, dropped } = withPicture(contentOf(document), fates)
  const read = shape.safeParse(content)
  if (read.success) return { kind: 'read', fields: read.data, dropped }
  const problems = problemsOf(read.error).map(({ field, message }) =>
    message === 'Invalid input' || message.startsWith('Invalid input: expected')
      ? `${field || 'it'} is missing or of the wrong kind`
      : `${field} ${message}`,
  )
  return { kind: 'refused', why: `Front matter: ${problems.join('; ')}.` }
}

const DEEPEST = 30

/** A parser calls itself for each bracket, and ends where its stack does. */
function isNestedTooDeeply(yaml: string): boolean {
  let depth = 0
  for (const [bracket] of yaml.matchAll(/[[\]{}]/g)) {
    depth += bracket === '[' || bracket === '{' ? 1 : -1
    if (depth > DEEPEST) return true
  }
  return false
}

function contentOf(document: ReturnType<typeof parseDocument>): unknown {
  try {
    const content: unknown = document.toJS({ maxAliasCount: 20 })
    return content ?? {}
  } catch {
    return null
  }
}

const namesPicture = z.looseObject({ picture: z.looseObject({ src: z.string() }) })

/** With the lead picture as it is kept; a file need not say how large that is. */
function withPicture(content: unknown, fates: PictureFates) {
  const named = namesPicture.safeParse(content)
  const fate = named.success ? fateOf(named.data.picture.src, fates) : 'elsewhere'
  if (!named.success) return { content, dropped: [] }
  const { picture, ...others } = named.data
  const isSized = picture.width !== undefined && picture.height !== undefined
  // A page keeps room for a picture: of one that could not be fetched nobody knows how much.
  if (fate === 'missing' || (fate === 'elsewhere' && isRemote(picture.src) && !isSized))
    return { content: others, dropped: [`the lead picture: ${picture.src.slice(0, 200)}`] }
  if (fate === 'elsewhere') return { content, dropped: [] }
  return { content: { ...others, picture: { ...picture, ...fate } }, dropped: [] }
}
