/** The comments of the demo publication. */
import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { z } from 'zod'
import type { AppDatabase } from '#db/client.ts'
import {
  type Placed,
  placeComments,
  type PlacedThread,
  placeHoldWords,
} from '#lib/comments/place.ts'

const comment = z.strictObject({
  name: z.string(),
  at: z.coerce.date(),
  body: z.string(),
  edited: z.coerce.date().optional(),
  pick: z.boolean().optional(),
  held: z.literal('word').optional(),
  reported: z.int().optional(),
})
const shape = z.strictObject({
  holdWords: z.array(z.string()),
  comments: z.array(
    z.strictObject({
      article: z.string(),
      threads: z.array(comment.extend({ answers: z.array(comment).default([]) })),
    }),
  ),
})

/** Places what a file of comments holds, with its readers. Returns how many comments there are. */
export async function seedComments(db: AppDatabase, file: string): Promise<number> {
  const { holdWords, comments } = shape.parse(parse(readFileSync(file, 'utf8')))
  await placeHoldWords(db, holdWords, 'npm start')
  let placed = 0
  for (const { article, threads } of comments)
    placed += await placeComments(
      db,
      article,
      threads.map((thread): PlacedThread => ({
        ...toPlaced(thread),
        answers: thread.answers.map(toPlaced),
      })),
    )
  return placed
}

function toPlaced(one: z.infer<typeof comment>): Placed {
  const { name, at, body } = one
  return {
    name,
    at,
    body,
    email: addressFor(name),
    edited: one.edited ?? null,
    picked: one.pick ?? false,
    held: one.held !== undefined,
    reportedBy: Array.from({ length: one.reported ?? 0 }, (_, place) =>
      addressFor(`reader ${place + 1}`),
    ),
  }
}

const addressFor = (name: string) =>
  `${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}@readers.example`
