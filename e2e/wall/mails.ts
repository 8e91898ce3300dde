/** W42: every mail that went out holds nothing gated, in any part of it. */
import { everyMail, type Mail } from '../support/inbox.ts'
import { stack } from '../support/stack.ts'
import { causeMails } from './mail-causes.ts'
import type { Judgement, Wall } from './matrix.ts'
import { several } from './request.ts'

/** Causes mails of every kind, then searches all of this run. */
export async function searchMails(wall: Wall): Promise<Judgement[]> {
  await causeMails(wall.fixtures[0]?.path ?? '/')
  return searchInbox(wall, stack().inbox)
}

/** Searches every mail of an inbox, whoever caused it: as it was sent, and each part of it decoded. */
export async function searchInbox(wall: Wall, inbox: string): Promise<Judgement[]> {
  return several(await everyMail(inbox), 4, async (mail) => judgeMail(wall, mail, inbox))
}

async function judgeMail(wall: Wall, mail: Mail, inbox: string): Promise<Judgement> {
  const source = await fetch(`${inbox}/messages/${mail.id}.eml`)
  if (!source.ok) throw new Error(`The source of a mail was answered with ${source.status}.`)
  const parts = {
    source: await source.text(),
    subject: mail.subject,
    headers: Object.entries(mail.headers).flat().join('\n'),
    text: mail.text ?? '',
    HTML: mail.html ?? '',
    preheader: preheaderOf(mail.html ?? ''),
  }
  const told = `the mail “${mail.subject}”`
  const leaks = Object.entries(parts).flatMap(([part, content]) =>
    wall.oracle
      .search({ headers: [], body: Buffer.from(content) })
      .map(
        ({ owner, what, how }) =>
          `${told}: ${what} of ${owner ?? 'an article'} in its ${part}, ${how}`,
      ),
  )
  const complaints = Object.entries(parts)
    .filter(([, content]) => content.trim() === '')
    .map(([part]) => `${told} has no ${part}`)
  const bytes = Object.values(parts).reduce((sum, part) => sum + part.length, 0)
  return { bytes, held: false, leaks, complaints, port: null }
}

/** What an inbox shows beside the subject: hidden in the mail itself, before everything else. */
function preheaderOf(html: string): string {
  return /<div[^>]*data-skip-in-text="true"[^>]*>([\s\S]*?)<\/div>/.exec(html)?.[1] ?? ''
}
