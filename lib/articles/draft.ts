import { z } from 'zod'

const MEBIBYTE = 1024 * 1024
/** The longest source an article may have, in characters of HTML. */
export const LONGEST_SOURCE = 2 * MEBIBYTE

// PostgreSQL stores no NUL, and no reader can see the others.
// oxlint-disable-next-line eslint/no-control-regex
const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g
const words = z.string({ error: 'must be text' }).transform((value) => value.replace(control, ''))
const line = (most: number) =>
  words
    .transform((value) => value.replace(/\s+/g, ' ').trim())
    .pipe(z.string().max(most, `is longer than ${most} characters; shorten it`))
const name = line(120).pipe(z.string().min(1, 'is empty; give a name or leave it out'))

const isWeb = (value: string) => /^https?:$/.test(URL.parse(value)?.protocol ?? '')
const isPictureAddress = (value: string) => isWeb(value) || /^\/(?![/\\])/.test(value)
const pixels = z
  .number({ error: 'must be a number of pixels' })
  .int('must be whole pixels')
  .min(1, 'must be at least 1 pixel')
  .max(100_000, 'is more pixels than a picture has')

/** The picture that leads an article. */
export const pictureSchema = z.strictObject({
  src: z
    .string({ error: 'is missing; give the address of the picture' })
    .refine(isPictureAddress, 'must begin with https:// or with / for a picture on this site'),
  alt: line(1000),
  caption: line(1000).optional(),
  credit: line(300).optional(),
  width: pixels,
  height: pixels,
})

/** Where a republished article first stood. */
export const sourceSchema = z.strictObject({
  name: name.optional(),
  url: z.string().refine(isWeb, 'must begin with https:// or http://').optional(),
})

const moment = z.date({ error: 'must be a date' })

/** What somebody wants an article to be. */
export const draftSchema = z.strictObject({
  /** The article to be written anew; without it, a new article is made. */
  id: z.uuid('is no id of an article').optional(),
  slug: z
    .string()
    .regex(
      /^[a-z0-9]+(-[a-z0-9]+)*$/,
      'may have small letters, digits and single hyphens only, such as low-water',
    )
    .max(100, 'is longer than 100 characters; shorten it')
    .optional(),
  headline: line(300).pipe(z.string().min(1, 'is empty; give the article a headline')),
  standfirst: line(2000).default(''),
  sourceHtml: words.pipe(
    z.string().max(LONGEST_SOURCE, 'is longer than 2 MiB; divide it into several articles'),
  ),
  accessLevel: z.enum(['free', 'registered', 'subscriber'], {
    error: 'must be free, registered or subscriber',
  }),
  /** Left out: stays as it is, and a new article is a draft. */
  status: z
    .enum(['draft', 'published', 'withdrawn'], {
      error: 'must be draft, published or withdrawn',
    })
    .optional(),
  /** Left out: stays as it is, and is now when the article is published for the first time. */
  publishedAt: moment.optional(),
  section: name.optional(),
  topics: z.array(name).max(20, 'are more than 20; choose').default([]),
  regions: z.array(name).max(20, 'are more than 20; choose').default([]),
  authors: z
    .array(z.union([name, z.strictObject({ name, description: line(2000) })]))
    .max(30, 'are more than 30; name the first')
    .default([]),
  picture: pictureSchema.optional(),
  source: sourceSchema.optional(),
  corrections: z
    .array(
      z.strictObject({
        text: line(4000).pipe(z.string().min(1, 'is empty; say what was corrected')),
        weight: z
          .enum(['minor', 'serious'], { error: 'must be minor or serious' })
          .default('minor'),
        correctedAt: moment,
      }),
    )
    .max(50, 'are more than 50')
    .default([]),
  /** Left out: set when the text of a published article changes. */
  revisedAt: moment.optional(),
  /** The file it was imported from. */
  importedFrom: line(4096).optional(),
})

/** A draft as it is given. */
export type DraftInput = z.input<typeof draftSchema>
/** A draft that was found good. */
export type Draft = z.output<typeof draftSchema>

/** What is wrong with one field, and what to do about it. */
export type Problem = { field: string; message: string }

/** Checks a draft from wherever it came. */
export function readDraft(
  input: unknown,
): { kind: 'draft'; draft: Draft } | { kind: 'refused'; problems: Problem[] } {
  const read = draftSchema.safeParse(input)
  if (read.success) return { kind: 'draft', draft: read.data }
  return { kind: 'refused', problems: problemsOf(read.error) }
}

/** The problems zod found, each under the name of its field. */
export function problemsOf(error: z.ZodError): Problem[] {
  return error.issues.map((issue) => {
    if (issue.code === 'unrecognized_keys')
      return {
        field: [...issue.path, issue.keys.join(', ')].join('.'),
        message: 'is no field of an article; correct its name or leave it out',
      }
    return { field: issue.path.join('.'), message: issue.message }
  })
}
