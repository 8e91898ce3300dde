/** W42: every mail that went out holds nothing gated, in any part of it. */
import { type APIRequestContext } from '@playwright/test'
import { endCallers, signedInCaller } from '../support/callers.ts'
import { readForm, sendForm } from '../support/forms.ts'
import { everyMail, type Mail, waitForMail } from '../support/inbox.ts'
import { somebody } from '../support/people.ts'
import { stack } from '../support/stack.ts'
import { payAt } from '../support/stripe.ts'
import type { Judgement, Wall } from './matrix.ts'
import { several } from './request.ts'

/** What must have been sent before the search says anything. */
const subjects = [/is your code/, /^Welcome/, /receipt/]

/** Somebody subscribes who comes from an article: what knows of one when a mail is written is on this way. */
async function causeMails(wall: Wall): Promise<void> {
  const email = somebody('wall.mails')
  const [article] = wall.fixtures
  const from = article?.path ?? '/'
  const caller = await signedInCaller(email)
  await subscribeFrom(caller, from)
  for (const subject of subjects) await waitForMail(email, subject)
  await endCallers()
}

async function subscribeFrom(caller: APIRequestContext, from: string): Promise<void> {
  const page = `/subscribe?${new URLSearchParams({ from })}`
  const offer = await readForm(caller, page, 'Continue to payment')
  const { location = '' } = await sendForm(caller, offer)
  await caller.get(await payAt(location))
}

/** Causes mails of every kind, then searches all of this run. */
export async function searchMails(wall: Wall): Promise<Judgement[]> {
  await causeMails(wall)
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
