/** What causes mails: everything that a reader does, or has done to them, of which we write. */
import { type APIRequestContext, expect } from '@playwright/test'
import { endCallers, signedInCaller } from '../support/callers.ts'
import { readForm, sendForm } from '../support/forms.ts'
import { waitForMail } from '../support/inbox.ts'
import { receiveLetter } from '../support/newsletters.ts'
import { somebody } from '../support/people.ts'
import { employ, staffCaller } from '../support/staff.ts'
import { stack } from '../support/stack.ts'
import { payAt } from '../support/stripe.ts'
import { comp, deskPage } from './closing.ts'
import { several } from './request.ts'
import { customerOf, failRenewal } from './stripe-desk.ts'

type Person = { email: string; caller: APIRequestContext }

/** What somebody does, and the subjects of what is written to them, and to an address that they name, because of it. */
type Cause = {
  does: (person: Person) => Promise<void>
  subjects: RegExp[]
  named?: { email: string; subject: RegExp }
}

/** They come from an article: what knows of one when a mail is written is on this way. */
async function subscribes({ caller }: Person, from: string): Promise<void> {
  const page = `/subscribe?${new URLSearchParams({ from })}`
  const offer = await readForm(caller, page, 'Continue to payment')
  const { location = '' } = await sendForm(caller, offer)
  await caller.get(await payAt(location))
}

async function send(
  { caller }: Person,
  path: string,
  button: string,
  more: Record<string, string> = {},
): Promise<void> {
  const { status } = await sendForm(caller, await readForm(caller, path, button), more)
  expect(status, `${button} at ${path}`).toBeLessThan(400)
}

async function givesTo(person: Person, email: string): Promise<void> {
  const order = await readForm(person.caller, '/gift', 'Continue to payment')
  const typed = { giver: 'Ida', months: '3', email, note: 'For the train.' }
  const { location = '' } = await sendForm(person.caller, order, typed)
  await person.caller.get(await payAt(location))
}

async function changesAddress(person: Person, next: string): Promise<void> {
  await send(person, '/account/email', 'Send me a link', { email: next })
  const { html } = await waitForMail(next, /^Confirm your new address/)
  const link = /href="([^"]*\/account\/email\/confirm\?[^"]*)"/.exec(html ?? '')?.[1] ?? ''
  await send(person, link.replaceAll('&amp;', '&').replace(stack().site, ''), 'Use this address')
}

/** Every cause; whoever pays has come from this article. */
function causes(from: string): Cause[] {
  const [friend, next] = [somebody('wall.receives'), somebody('wall.moved')]
  const pays = async (person: Person) => subscribes(person, from)
  return [
    { does: pays, subjects: [/is your code/, /^Welcome/, /receipt/] },
    {
      does: async (person) => {
        await pays(person)
        await send(person, '/account/cancel', 'Cancel subscription')
      },
      subjects: [/^Your subscription ends on/],
    },
    {
      does: async (person) => {
        await pays(person)
        await send(person, '/account/pause', 'Pause subscription', { months: '1' })
      },
      subjects: [/^Your subscription is paused/],
    },
    {
      does: async (person) => {
        await pays(person)
        await failRenewal(await customerOf(person.email))
      },
      subjects: [/^Your payment did not go through/],
    },
    {
      does: async (person) => {
        await pays(person)
        const typed = { name: 'A. Reader', email: person.email, step: 'confirm' }
        await send(person, '/withdraw', 'Continue', typed)
      },
      subjects: [/^We received your withdrawal/],
    },
    {
      does: async (person) => givesTo(person, friend),
      subjects: [/^Your gift is on its way/],
      named: { email: friend, subject: /^A gift: 3 months/ },
    },
    {
      does: async (person) => changesAddress(person, next),
      subjects: [/asked to change your e-mail address/, /^Your e-mail address was changed/],
      named: { email: next, subject: /^Confirm your new address/ },
    },
    {
      does: async ({ email }) => {
        const admin = await staffCaller('admin')
        await comp(admin, await deskPage(admin, email))
      },
      subjects: [/is open to you$/],
    },
    {
      does: async ({ email, caller }) => {
        await receiveLetter(caller, email)
        // An issue of everything, as it would go to every reader.
        await employ(email, 'editor')
        const form = await readForm(caller, '/newsroom/newsletters', 'Send a test to myself')
        await sendForm(caller, form, { newsletter: 'the-long-line' })
      },
      subjects: [/^Please confirm/, /^Test: /],
    },
    {
      does: async (person) =>
        send(person, '/account/delete', 'Delete my account', { email: person.email }),
      subjects: [/^Your account was deleted/],
    },
  ]
}

/** Does all of it, each as somebody else, and waits for each mail. */
export async function causeMails(from: string): Promise<void> {
  await several(causes(from), 4, async ({ does, subjects, named }) => {
    const email = somebody('wall.mails')
    await does({ email, caller: await signedInCaller(email) })
    for (const subject of subjects) await waitForMail(email, subject)
    if (named) await waitForMail(named.email, named.subject)
  })
  await endCallers()
}
