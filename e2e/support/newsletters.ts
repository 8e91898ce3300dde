/** Newsletters as readers come by them: the form, the mail that asks, and an issue of one. */
import { randomUUID } from 'node:crypto'
import type { APIRequestContext } from '@playwright/test'
import { z } from 'zod'
import { withOwner } from '../wall/sql.ts'
import { readForm, sendForm } from './forms.ts'
import { type Mail, waitForMail } from './inbox.ts'
import { stack } from './stack.ts'

/** The path on the site of the first link of a mail that leads to this page. */
export function linkIn({ html }: Mail, page: string): string {
  const links = [...(html ?? '').matchAll(/href="([^"]*)"/g)].map(([, link = '']) =>
    link.replaceAll('&amp;', '&').replace(stack().site, ''),
  )
  const found = links.find((link) => link.startsWith(`${page}?`))
  if (found === undefined) throw new Error(`The mail has no link to ${page}.`)
  return found
}

/** Asks for a newsletter by the form; returns the path that confirms it. */
export async function askForLetter(
  caller: APIRequestContext,
  email: string,
  newsletter = 'first-light',
): Promise<string> {
  const form = await readForm(caller, '/newsletters', 'Sign up')
  const { html } = await sendForm(caller, form, { newsletter, email })
  if (!html.includes('Now look into your mailbox')) throw new Error('No mail was promised.')
  return linkIn(await waitForMail(email, /^Please confirm/), '/newsletters/confirm')
}

/** Signs an address up and confirms it. */
export async function receiveLetter(caller: APIRequestContext, email: string): Promise<void> {
  const path = await askForLetter(caller, email)
  await sendForm(caller, await readForm(caller, path, 'Yes, send it to me'))
}

const found = z.tuple([z.object({ id: z.string() })])

/** An issue that goes to this address alone, as the jobs add one: its links are made when it is sent. */
export async function sendLetterTo(email: string): Promise<Mail> {
  const subject = `A letter ${randomUUID()}`
  await withOwner(async (owner) => {
    const [address] = found.parse([
      ...(await owner`select id from newsletter_address where email = ${email}`),
    ])
    const content = {
      newsletter: 'first-light',
      name: 'First Light',
      subject,
      dueAt: new Date().toISOString(),
      articles: [],
    }
    const [issue] = found.parse([
      ...(await owner`
        insert into newsletter_issue (newsletter, due_at, subject, content, state, recipients)
        values ('first-light', '2000-01-01'::timestamptz + random() * interval '20 years', ${subject},
                ${owner.json(content)}, 'sending', 1) returning id`),
    ])
    await owner`
      insert into mail (issue_id, to_address, kind, once_key, subject, data, state)
      values (${issue.id}, ${email}, 'newsletter', ${`newsletter:${issue.id}:${address.id}`}, ${subject},
              ${owner.json({ addressId: address.id })}, 'queued')`
  })
  return waitForMail(email, new RegExp(subject))
}
