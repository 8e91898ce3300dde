import { z } from 'zod'
import { stack } from './stack.ts'

const shape = z.object({
  latest: z.number(),
  messages: z.array(
    z.object({
      id: z.number(),
      to: z.string(),
      subject: z.string(),
      text: z.string().nullable(),
      html: z.string().nullable(),
      headers: z.record(z.string(), z.string()),
    }),
  ),
})

/** A mail as it arrived. */
export type Mail = z.infer<typeof shape>['messages'][number]

async function ask(query: Record<string, string>, inbox = stack().inbox) {
  const answer = await fetch(`${inbox}/messages.json?${new URLSearchParams(query)}`)
  return shape.parse(await answer.json())
}

/** Every mail of this run, whoever it went to, as this inbox has it. */
export async function everyMail(inbox = stack().inbox): Promise<Mail[]> {
  return (await ask({}, inbox)).messages
}

/** Every mail to an address, the newest first. */
export async function mailsTo(to: string): Promise<Mail[]> {
  return (await ask({ to })).messages
}

/** Waits for a mail to this address whose subject fits. Fails when none comes. */
export async function waitForMail(to: string, subject: RegExp): Promise<Mail> {
  const end = Date.now() + 90_000
  let after = 0
  while (Date.now() < end) {
    const { latest, messages } = await ask({
      to,
      ...(after > 0 ? { after: String(after), wait: '5' } : {}),
    })
    const found = messages.find((mail) => subject.test(mail.subject))
    if (found) return found
    after = latest > 0 ? latest : after
    if (after === 0) await ask({ to, after: '0', wait: '5' })
  }
  throw new Error(`No mail to ${to} with a subject like ${subject}.`)
}
