/** Who asks while the database is away, and what each must and must not be shown. */
import { addGrant } from '#db/queries/grants.ts'
import { lock, rewrite, signIn, signOut, unlock } from '../door/world.ts'
import type { Article, Reader, Session, World } from '../door/world.ts'
import { SECOND } from '#lib/clock.ts'
import { ask, type Poll, type Seen, type Sight } from './ask.ts'

/** When the database was gone and when it was about to be given back, of `performance.now()`. */
export type Span = { gone: number; back: number }

/** One who asks. `allowed` judges an answer to a request that was sent while the database was away. */
export type Role = Poll & {
  /** Asks only once the database is gone: before, its answer would become known. */
  late: boolean
  allowed: (seen: Seen, span: Span) => readonly Sight[]
}

/** Access is known no longer than this, in milliseconds. */
const KNOWN = 30 * SECOND
/** A look-up that began a second before what was measured is as old as it may be. */
const SLACK = 2 * SECOND

type Setting = { world: World; site: string; cookieName: string; turn: number }

/** Makes them for the next outage and lets those ask once who are to be known; `endsAt` ends one's access. */
export async function makeCast(
  { world, site, cookieName, turn }: Setting,
  endsAt: Date,
): Promise<Role[]> {
  const [known, cold] = [articleOf(world, 0), articleOf(world, turn + 1)]
  const readers = world.readers.slice(turn * 5, turn * 5 + 5)
  const [registered, payer, ending, stranger, leaver] = readers
  if (!registered || !payer || !ending || !stranger || !leaver) throw new Error('Too few readers.')
  const poll = (name: string, who: Reader | null, what: Article | null): Poll => ({
    name,
    url: what ? `${site}/articles/${what.slug}` : `${site}/`,
    slug: what?.slug ?? null,
    cookie: who ? `${cookieName}=${sessionOf(who).token}` : null,
  })
  await unlock(world, payer)
  await unlock(world, leaver)
  await addGrant(world.db, {
    readerId: ending.id,
    kind: 'staff',
    giver: 'A test',
    why: 'A test of an outage.',
    startsAt: new Date(),
    endsAt,
  })
  const polls = {
    front: poll('front page', null, null),
    nobody: poll('anonymous', null, known),
    registered: poll('registered', registered, known),
    payer: poll('subscriber', payer, known),
    ending: poll('access ends', ending, known),
    leaver: poll('signed out', leaver, known),
  }
  for (const one of Object.values(polls)) await ask(one)
  const knownAt = performance.now()
  await signOut(world, leaver, sessionOf(leaver))
  // Committed the moment before: it must be there afterwards.
  await unlock(world, stranger)
  const ends = performance.now() + endsAt.getTime() - Date.now()
  const account = { ...poll('account', registered, null), url: `${site}/account` }
  return [
    { ...polls.front, late: false, allowed: () => ['page'] },
    { ...polls.nobody, late: false, allowed: () => ['preview'] },
    { ...polls.registered, late: false, allowed: asKnown('preview', knownAt) },
    { ...polls.payer, late: false, allowed: asKnown('full', knownAt) },
    { ...polls.ending, late: false, allowed: untilEnd(ends, asKnown('preview', knownAt)) },
    // What is known of the session is dropped; whoever it was is found out or cannot be told.
    { ...polls.leaver, late: false, allowed: () => ['preview', '503'] },
    { ...poll('not known', stranger, known), late: true, allowed: unknown('full') },
    { ...poll('page not kept', null, cold), late: true, allowed: unknown('preview') },
    { ...account, late: true, allowed: atDesk },
  ]
}

type Allowed = Role['allowed']

const asKnown =
  (sight: Sight, knownAt: number): Allowed =>
  ({ sent, answered }, { back }) => {
    if (answered > back) return [sight, '503']
    if (answered < knownAt + KNOWN - SLACK) return [sight]
    return sent > knownAt + KNOWN ? ['503'] : [sight, '503']
  }

const untilEnd =
  (end: number, afterwards: Allowed): Allowed =>
  (seen, span) => {
    if (seen.answered < end) return ['full']
    return seen.sent > end ? afterwards(seen, span) : ['full', ...afterwards(seen, span)]
  }

/** What is asked of the database can only come when it is back, or have been under way before. */
const unknown =
  (sight: Sight): Allowed =>
  ({ answered }, { back }) =>
    answered > back ? [sight, '503'] : ['503']

/**
 * An application that was begun before it is known that a frozen database does not answer waits for
 * it, for as long as the browser does: what it writes may still come about, so it is not broken off.
 */
const FOUND_OUT = 4 * SECOND
const atDesk: Allowed = (seen, span) => [
  ...unknown('page')(seen, span),
  ...(seen.sent < span.gone + FOUND_OUT ? (['no answer'] as const) : []),
]

function articleOf({ articles }: World, index: number): Article {
  const article = articles[index]
  if (!article) throw new Error('Too few articles.')
  return article
}

function sessionOf({ sessions }: Reader): Session {
  const session = sessions.at(-1)
  if (!session) throw new Error('A reader without a session.')
  return session
}

/** After it: publishing, unlocking, locking, signing in and out work. Says what does not. */
export async function tryEverything(setting: Setting): Promise<string[]> {
  const { world, site, cookieName, turn } = setting
  const article = articleOf(world, turn + 1)
  const reader = world.readers[turn * 5]
  if (!reader) throw new Error('Too few readers.')
  const wrong: string[] = []
  const expectSight = async (what: string, wanted: Sight) => {
    const cookie = `${cookieName}=${sessionOf(reader).token}`
    const url = `${site}/articles/${article.slug}`
    const poll = { name: what, url, slug: article.slug, cookie }
    // What gives is heard of a moment after its commit.
    const end = performance.now() + 5 * SECOND
    let { sight } = await ask(poll)
    while (sight !== wanted && performance.now() < end) ({ sight } = await ask(poll))
    if (sight !== wanted) wrong.push(`after ${what}: ${sight} and not ${wanted}`)
  }
  await unlock(world, reader)
  await expectSight('unlocking', 'full')
  await lock(world, reader)
  await expectSight('locking', 'preview')
  await rewrite(world, article, 'withdrawn')
  await expectSight('withdrawing', 'status 404')
  await rewrite(world, article, 'registered')
  await expectSight('publishing', 'full')
  await signOut(world, reader, sessionOf(reader))
  await expectSight('signing out', 'preview')
  await signIn(world, reader)
  await expectSight('signing in', 'full')
  return wrong
}
