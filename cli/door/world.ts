/** A few articles and readers whose state changes all the time, through the functions of the product. */
import { randomUUID } from 'node:crypto'
import type { AppDatabase } from '#db/client.ts'
import { grantsOfReader, ensureReader } from '#db/queries/readers.ts'
import { addSession, sessionsOfReader } from '#db/queries/sign-in.ts'
import type { AccessLevel } from '#lib/access/level.ts'
import { giveAccess, takeBackAccess } from '#lib/account/grants.ts'
import { saveArticle } from '#lib/articles/write.ts'
import { hashToken, newToken } from '#lib/auth/hash.ts'
import { endOneSession, signOutEverywhere } from '#lib/auth/sessions.ts'
import { DAY, later } from '#lib/clock.ts'
import { Fact } from './facts.ts'
import type { ArticleState } from './verdict.ts'

/** An article. Its preview and its gated part each say which version they are. */
export type Article = { slug: string; id: string; state: Fact<ArticleState> }
/** A browser that is signed in, or was. */
export type Session = { token: string; signedIn: Fact<boolean> }
/** A reader, with every session they had lately. */
export type Reader = { id: string; access: Fact<boolean>; sessions: Session[] }
/** All of them. */
export type World = { db: AppDatabase; articles: Article[]; readers: Reader[] }

const operator = { id: null, label: 'the door’s test' }

/** What an article says above its marker, and below it. Nothing else in it varies. */
export const words = {
  preview: (slug: string, version: number) => `heron-${slug}-${version}.`,
  gated: (slug: string, version: number) => `bittern-${slug}-${version}.`,
}

/** Makes the world, as it is before the first operation. */
export async function makeWorld(
  db: AppDatabase,
  many: { articles: number; readers: number },
): Promise<World> {
  const world: World = { db, articles: [], readers: [] }
  for (let index = 0; index < many.articles; index++) {
    const slug = `door-${index}`
    const state: ArticleState = { level: 'subscriber', version: 0 }
    world.articles.push({
      slug,
      id: await write(db, slug, undefined, state),
      state: new Fact(state),
    })
  }
  for (let index = 0; index < many.readers; index++) {
    const email = `door-${index}-${randomUUID()}@example.org`
    const { id } = await ensureReader(db, { email, name: null })
    const reader: Reader = { id, access: new Fact(false), sessions: [] }
    world.readers.push(reader)
    await signIn(world, reader)
  }
  return world
}

/** Writes an article anew: at another level, withdrawn, or only with another text. */
export async function rewrite(
  { db }: World,
  { slug, id, state }: Article,
  level: AccessLevel | 'withdrawn',
): Promise<void> {
  const next = { level, version: state.latest.version + 1 }
  await state.change(next, () => write(db, slug, id, next))
}

async function write(
  db: AppDatabase,
  slug: string,
  id: string | undefined,
  { level, version }: ArticleState,
): Promise<string> {
  const saved = await saveArticle(
    db,
    {
      ...(id === undefined ? {} : { id }),
      slug,
      headline: `Of a change, ${slug}`,
      standfirst: 'Whether everybody sees what they may.',
      sourceHtml: `<p>The ${words.preview(slug, version)}</p><!--paywall--><p>The ${words.gated(slug, version)}</p>`,
      // What is withdrawn keeps a level.
      accessLevel: level === 'withdrawn' ? 'subscriber' : level,
      status: level === 'withdrawn' ? 'draft' : 'published',
      publishedAt: new Date(Date.now() - DAY),
    },
    new Date(),
  )
  if (saved.kind === 'refused') throw new Error(JSON.stringify(saved.problems))
  return saved.id
}

/** Gives a reader access. */
export async function unlock({ db }: World, reader: Reader): Promise<void> {
  await reader.access.change(true, () =>
    giveAccess(
      db,
      { actor: operator, role: 'admin' },
      { readerId: reader.id, days: 1, why: 'A test of the door.', form: randomUUID() },
      new Date(),
    ),
  )
}

/** Takes it back. */
export async function lock({ db }: World, reader: Reader): Promise<void> {
  const open = (await grantsOfReader(db, reader.id)).filter(({ revokedAt }) => revokedAt === null)
  await reader.access.change(false, async () => {
    for (const { id } of open)
      await takeBackAccess(db, operator, { id, readerId: reader.id }, new Date())
  })
}

/** Signs a reader in once more, as the product does after a challenge that was met. */
export async function signIn({ db }: World, reader: Reader): Promise<void> {
  const token = newToken()
  const session: Session = { token, signedIn: new Fact(false) }
  // Those that ended long ago make room; the last one that ended is still tried.
  reader.sessions = [...reader.sessions.slice(-3), session]
  await session.signedIn.change(true, () =>
    addSession(db, {
      tokenHash: hashToken(token),
      readerId: reader.id,
      expires: later(new Date(), DAY),
      device: 'Test',
    }),
  )
}

/** Signs a reader out of one browser. */
export async function signOut({ db }: World, reader: Reader, session: Session): Promise<void> {
  const known = await sessionsOfReader(db, reader.id, new Date())
  const found = known.find(({ tokenHash }) => tokenHash === hashToken(session.token))
  if (!found) throw new Error('A session that should be there is gone.')
  await session.signedIn.change(false, () => endOneSession(db, reader.id, found.id))
}

/** Signs a reader out of every browser. */
export async function signOutOfAll({ db }: World, reader: Reader): Promise<void> {
  const all = () => signOutEverywhere(db, reader.id, new Date())
  const open = reader.sessions.filter(({ signedIn }) => signedIn.latest)
  const nested = open.reduce<() => Promise<unknown>>(
    (work, { signedIn }) =>
      () =>
        signedIn.change(false, work),
    all,
  )
  await nested()
}
