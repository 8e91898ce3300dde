/** Random operations on the world, several at once, each thing changed by one at a time. */
import type { Random } from './random.ts'
import {
  type Article,
  lock,
  type Reader,
  rewrite,
  signIn,
  signOut,
  signOutOfAll,
  unlock,
  type World,
} from './world.ts'

/** What an operation was about: whose answers may change by it. */
export type Affected = { article: Article } | { reader: Reader }
/** What one operation was, and what it concerned. */
export type Done = { name: string; affected: Affected }

const levels = ['free', 'registered', 'subscriber', 'subscriber', 'withdrawn'] as const

/** Does the next operation; nothing in `busy` is touched. */
export async function operate(world: World, busy: Set<object>, random: Random): Promise<Done> {
  if (random.below(5) < 2) {
    const article = random.pick(world.articles.filter((one) => !busy.has(one)))
    return holding(busy, article, () => changeArticle(world, article, random))
  }
  const reader = random.pick(world.readers.filter((one) => !busy.has(one)))
  return holding(busy, reader, () => changeReader(world, reader, random))
}

async function holding<T>(busy: Set<object>, thing: object, work: () => Promise<T>): Promise<T> {
  busy.add(thing)
  try {
    return await work()
  } finally {
    busy.delete(thing)
  }
}

async function changeArticle(world: World, article: Article, random: Random): Promise<Done> {
  const level = random.pick(levels)
  const name = article.state.latest.level === level ? 'correct' : `make ${level}`
  await rewrite(world, article, level)
  return { name, affected: { article } }
}

async function changeReader(world: World, reader: Reader, random: Random): Promise<Done> {
  const affected = { reader }
  const open = reader.sessions.filter(({ signedIn }) => signedIn.latest)
  const what = random.below(6)
  if (open.length === 0 || (what === 0 && open.length < 3)) {
    await signIn(world, reader)
    return { name: 'sign in', affected }
  }
  if (what === 1) {
    await signOut(world, reader, random.pick(open))
    return { name: 'sign out', affected }
  }
  if (what === 2) {
    await signOutOfAll(world, reader)
    return { name: 'sign out everywhere', affected }
  }
  await (reader.access.latest ? lock(world, reader) : unlock(world, reader))
  return { name: reader.access.latest ? 'unlock' : 'lock', affected }
}
