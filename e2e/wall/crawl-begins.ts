/** Where a crawl begins: at every classified address, and at those that only a mail or a page of one person names. */
import { z } from 'zod'
import { newStranger, signedInCaller } from '../support/callers.ts'
import { readForm, sendForm } from '../support/forms.ts'
import { everyMail, waitForMail } from '../support/inbox.ts'
import { askForLetter, receiveLetter, sendLetterTo } from '../support/newsletters.ts'
import { giveByForms, somebody } from '../support/people.ts'
import { askForCode, linkFor } from '../support/sign-in.ts'
import { stack } from '../support/stack.ts'
import { makeVictim, type Victim } from '../support/victim.ts'
import { giveFeed } from './give-feed.ts'
import { classify, filesThatLieReady, type Known } from './known.ts'
import { emailOf, personOf } from './person.ts'
import { routes } from './routes.ts'
import { withOwner } from './sql.ts'
import { staffActions, staffPages } from './staff-table.ts'
import { untilSettled } from './standing.ts'
import type { Viewer } from './viewers.ts'

type Begin = { path: string; known: Known }

export type Beginnings = {
  /** As whom it begins where: the viewer, and where they are only on the way in, with what they hold then. */
  as: { as: Viewer; begin: Begin[] }[]
  /** Whether an address is to be followed: staff leave other people's pages alone, where looking is written down. */
  follows: (address: URL) => boolean
  /** Whom staff look at. */
  victim: string | null
  /** Undoes what was made, where it would be in the way of others. */
  end: () => Promise<void>
}

const staff = ['support', 'writer', 'editor', 'admin']

/** Everything at which a crawl as this viewer begins; makes what has to be there for a form to be offered. */
export async function beginnings(viewer: Viewer): Promise<Beginnings> {
  const all = Object.entries(routes).flatMap(([route, { kind, paths }]) =>
    paths.map((path): Begin => ({ path, known: { kind, route } })),
  )
  if (staff.includes(viewer.state)) return asStaff(viewer, all)
  const own = await ownBeginnings(viewer)
  return {
    as: [{ as: viewer, begin: [...own.begin, ...all] }, ...own.more],
    follows: () => true,
    victim: null,
    end: () => Promise.resolve(),
  }
}

type Own = { begin: Begin[]; more: Beginnings['as'] }

/** What only some are sent: who is on the way in, and one of those who have an account. */
async function ownBeginnings(viewer: Viewer): Promise<Own> {
  if (viewer.state === 'anonymous') return onTheWayIn()
  if (viewer.state === 'subscriber') await giveAndSave(viewer)
  return viewer.state === 'reader' ? fromMails(viewer) : { begin: [], more: [] }
}

/** A link of theirs, which they may take back (nobody has its token), and an article they saved and one they read, to be taken off. */
async function giveAndSave(viewer: Viewer): Promise<void> {
  const person = await personOf(viewer)
  await withOwner(async (owner) => {
    const slug = 'let-the-fields-flood'
    await owner`
      insert into gift_link (giver_id, article_id, token_hash, ends_at)
      select ${person}, id, md5(random()::text) || md5(random()::text), now() + interval '14 days'
        from article where slug = ${slug}`
    await owner`
      insert into saved_article (reader_id, article_id)
      select ${person}, id from article where slug = ${slug} on conflict do nothing`
    // An action that W21 calls may have switched it on.
    await owner`
      insert into reading_history (reader_id, since) values (${person}, now()) on conflict do nothing`
    await owner`
      insert into history_entry (reader_id, article_id, read_at)
      select ${person}, id, now() from article where slug = ${slug} on conflict do nothing`
  })
}

function known(path: string): Begin {
  const found = classify(new URL(path, stack().site), filesThatLieReady())
  if (found === null) throw new Error(`${path} is no route that anybody classified.`)
  return { path, known: found }
}

const inside = (link: string) => link.replace(stack().site, '')

/** Somebody who has asked for a code and not entered it: what they hold opens a page that nobody else sees. */
async function onTheWayIn(): Promise<Own> {
  const stranger = await newStranger()
  const email = somebody('wall.crawl')
  await askForCode(stranger, email)
  const confirm = await askForLetter(stranger, somebody('wall.asks'))
  const receives = somebody('wall.receives.letters')
  await receiveLetter(stranger, receives)
  await sendLetterTo(receives)
  const link = inside(await linkFor(email))
  const { cookies } = await stranger.storageState()
  const more = cookies.map(({ name, value }) => ({
    as: { state: 'anonymous', cookie: { name, value } } satisfies Viewer,
    begin: [known('/sign-in/code')],
  }))
  return { begin: [known(link), known(confirm), ...(await linksOfMails())], more }
}

/** Every address of ours that a mail of this run names. Those of one person open nothing for another. */
async function linksOfMails(): Promise<Begin[]> {
  const origin = stack().site.replace(/\/$/, '')
  const mails = await everyMail()
  const links = mails.flatMap(({ html }) =>
    [...(html ?? '').matchAll(/href="([^"]*)"/g)].map(([, link = '']) =>
      link.replaceAll('&amp;', '&'),
    ),
  )
  return [...new Set(links)]
    .filter((link) => link === origin || link.startsWith(`${origin}/`))
    .map((link) => known(new URL(link).pathname + new URL(link).search))
}

/** Signs the viewer in a second time, and asks for what comes by mail or as a present. */
async function fromMails(viewer: Viewer): Promise<Own> {
  const there = await signedInCaller(await emailOf(viewer))
  const next = somebody('wall.next')
  const ask = await readForm(there, '/account/email', 'Send me a link')
  await sendForm(there, ask, { email: next })
  const mail = await waitForMail(next, /Confirm your new address/)
  const [, link = ''] = /href="([^"]*\/account\/email\/confirm\?[^"]*)"/.exec(mail.html ?? '') ?? []
  const gift = await giveByForms(await signedInCaller(somebody('wall.giver')))
  const comment = await changeableCommentOf(viewer)
  await giveFeed(viewer)
  return { begin: [known(inside(link)), known(gift), known(comment)], more: [] }
}

/** A comment of the viewer's that they may change for as long as a crawl takes, seen by nobody else; where they do it. */
async function changeableCommentOf(viewer: Viewer): Promise<string> {
  const reader = await personOf(viewer)
  const [row] = await withOwner(async (owner) =>
    z.tuple([z.object({ id: z.string() })]).parse([
      ...(await owner`
        insert into comment (article_id, reader_id, body, state, held_for, created_at)
        select id, ${reader}, 'For the crawl', 'held', 'staff', now() + interval '1 hour'
          from article where slug = 'let-the-fields-flood' returning id`),
    ]),
  )
  return `/comments/edit?comment=${row.id}`
}

let lookedAt: Promise<Victim> | undefined

/** What staff look at: somebody of whom there is everything, an event that was given up, a withdrawal that is open. */
async function asStaff(viewer: Viewer, all: Begin[]): Promise<Beginnings> {
  const victim = await (lookedAt ??= makeVictim())
  for (const name of ['settleByHand', 'liftCommentBan']) await staffActions[name]?.fields(victim)
  await giveUpEvents(victim)
  const begin = [
    ...all.filter(({ known: { kind } }) => kind !== 'staff'),
    ...Object.values(staffPages).map(({ path }) => known(path(victim))),
  ]
  return {
    as: [{ as: viewer, begin }],
    follows: isOf(victim),
    victim: victim.reader,
    end: () => takeUpEvents(victim),
  }
}

/** As if all that Stripe sent of them had failed ten times: to replay one is offered for each, to replay all for several. */
async function giveUpEvents({ reader }: Victim): Promise<void> {
  await untilSettled([reader])
  await withOwner(
    (owner) => owner`
      update stripe_event e set outcome = 'dead' from stripe_customer c
       where c.customer_id = e.customer_id and c.reader_id = ${reader} and e.processed_at is not null`,
  )
}

/** Nothing that was given up stays so: staff of other rows would replay it. */
async function takeUpEvents({ reader }: Victim): Promise<void> {
  await withOwner(
    (owner) => owner`
      update stripe_event e set outcome = 'synced' from stripe_customer c
       where c.customer_id = e.customer_id and c.reader_id = ${reader} and e.outcome = 'dead'`,
  )
}

const isOf =
  ({ reader }: Victim) =>
  ({ pathname }: URL) => {
    const [, id] = /^\/newsroom\/readers\/([^/]+)/.exec(pathname) ?? []
    return id === undefined || id === reader
  }
