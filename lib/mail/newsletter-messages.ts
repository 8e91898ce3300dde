import { z } from 'zod'
import { publication } from '#lib/publication.ts'

const card = z.object({
  slug: z.string(),
  headline: z.string(),
  standfirst: z.string(),
  section: z.string().nullable(),
  authors: z.array(z.string()),
  isForSubscribers: z.boolean(),
})

/** What an issue shows: what lists on the site show, and nothing else. */
export const issueContentShape = z.object({
  newsletter: z.string(),
  name: z.string(),
  subject: z.string(),
  dueAt: z.iso.datetime(),
  articles: z.array(card),
})

/** An issue of a newsletter, as it is kept. */
export type IssueContent = z.infer<typeof issueContentShape>

/** What messages about newsletters have to say. Their links are made when they are sent, and kept nowhere. */
export const newsletterShapes = [
  z.object({
    kind: z.literal('newsletter_confirm'),
    addressId: z.uuid(),
    /** What waits to be confirmed, and what was received already, by their names in addresses. */
    asked: z.array(z.string()),
    already: z.array(z.string()),
  }),
  z.object({
    kind: z.literal('newsletter'),
    /** Null: a test that staff send to themselves. */
    addressId: z.uuid().nullable(),
    ...issueContentShape.shape,
  }),
] as const

export type NewsletterMessage = z.infer<(typeof newsletterShapes)[number]>

/** The subject line of a message about newsletters. */
export function newsletterSubject(message: NewsletterMessage): string {
  switch (message.kind) {
    case 'newsletter_confirm':
      return message.asked.length > 0
        ? `Please confirm: newsletters of ${publication.name}`
        : `You receive these newsletters of ${publication.name} already`
    case 'newsletter':
      return message.addressId === null ? `Test: ${message.subject}` : message.subject
  }
}
