/** W29: tokens that were a session, belong to somebody else, or never were one. */
import { createHash } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import { forgeForm } from '../support/actions.ts'
import { signedInCaller } from '../support/callers.ts'
import { readForm, sendForm } from '../support/forms.ts'
import { somebody, subscribeByForms } from '../support/people.ts'
import { type Judgement, knock, type Probe, readAll, type Wall } from './matrix.ts'
import { several } from './request.ts'
import { withOwner } from './sql.ts'
import { sessionOf, type Viewer } from './viewers.ts'

/** Somebody who is signed in in two places. `read` reads everything in both. */
export async function signedInTwice(wall: Wall, email: string) {
  const here = await signedInCaller(email)
  const there = await signedInCaller(email)
  const cookies = [await sessionOf(here), await sessionOf(there)]
  const read = async (state: Viewer['state']) =>
    (await several(cookies, 2, (cookie) => readAll(wall, { state, cookie }))).flat()
  return { here, there, cookies, read }
}

/** The same, of somebody who pays and has read everything. */
async function makePayer(wall: Wall) {
  const email = somebody('wall.session')
  const payer = await signedInTwice(wall, email)
  await subscribeByForms(payer.here)
  return { email, ...payer, before: await payer.read('subscriber') }
}

/** What ends a session on purpose: signing out, here and everywhere, and deleting the account. */
export async function endedOnPurpose(wall: Wall): Promise<Judgement[]> {
  const [leaving, deleting] = await Promise.all([makePayer(wall), makePayer(wall)])
  const [here, there] = leaving.cookies
  if (!here || !there) throw new Error('Somebody was not signed in.')
  await sendForm(leaving.here, forgeForm('signOut', '/account'))
  const signedOut = [
    ...(await readAll(wall, { state: 'anonymous', cookie: here })),
    ...(await readAll(wall, { state: 'subscriber', cookie: there })),
  ]
  await sendForm(leaving.there, forgeForm('signOutEverywhere', '/account'))
  const everywhere = await leaving.read('anonymous')
  const form = await readForm(deleting.here, '/account/delete', 'Delete my account')
  const { location } = await sendForm(deleting.here, form, { email: deleting.email })
  if (location !== '/account/delete/done') throw new Error(`Deleting led to ${location}.`)
  const deleted = await deleting.read('anonymous')
  return [...leaving.before, ...deleting.before, ...signedOut, ...everywhere, ...deleted]
}

const ends = z.tuple([z.object({ expires_at: z.date() }), z.object({ expires_at: z.date() })])

/** Ninety days pass: the end is moved near, kept in memory by whoever reads, and waited for. */
async function expired(wall: Wall): Promise<Judgement[]> {
  const payer = await makePayer(wall)
  const [{ expires_at: end }] = await withOwner(async (owner) =>
    ends.parse([
      ...(await owner`
        update session s set expires_at = now() + interval '2 seconds' from reader r
         where r.id = s.reader_id and r.email = ${payer.email} returning s.expires_at`),
    ]),
  )
  // Read before the end or after it: a busy machine may stand still, so nobody judges these.
  await payer.read('subscriber')
  await pause(Math.max(0, end.getTime() - Date.now()) + 1)
  return [...payer.before, ...(await payer.read('anonymous'))]
}

const rows = z.tuple([
  z.object({ token_hash: z.string(), id: z.string(), reader_id: z.string(), email: z.string() }),
])

const base64url = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** What stands in the table, or could be made from it, and tokens as other frameworks write them. */
async function notTokens({ name, value }: { name: string; value: string }): Promise<string[][]> {
  const hash = createHash('sha256').update(value).digest('hex')
  const [row] = await withOwner(async (owner) =>
    rows.parse([
      ...(await owner`
        select s.token_hash, s.id, s.reader_id, r.email
          from session s join reader r on r.id = s.reader_id where s.token_hash = ${hash}`),
    ]),
  )
  const claims = base64url({ sub: row.reader_id, email: row.email, role: 'admin', exp: 4e9 })
  const tokens = [
    hash,
    row.id,
    row.reader_id,
    row.email,
    `${base64url({ alg: 'none', typ: 'JWT' })}.${claims}.`,
    `${base64url({ alg: 'HS256', typ: 'JWT' })}.${claims}.${'A'.repeat(43)}`,
    `${base64url({ alg: 'dir', enc: 'A256GCM' })}..AAAA.${claims}.AAAA`,
    value.toLowerCase() === value ? value.toUpperCase() : value.toLowerCase(),
    Buffer.from(value).toReversed().toString(),
    `${value}.${hash}`,
    encodeURIComponent(`${value} `),
    `${value}%00`,
    "' or token_hash = token_hash --",
  ]
  return tokens.map((token) => [`${name}=${token}`])
}

/** A subscriber's token where no token is looked for, and beside another reader's. */
async function elsewhere(wall: Wall): Promise<{ viewer: Viewer; probe: Probe }[]> {
  const { subscriber, reader, anonymous } = wall.viewers
  const [token, own] = [subscriber.cookie, reader.cookie]
  if (!token || !own) throw new Error('Somebody has no session.')
  const { name, value } = token
  const asReader = `${name}=${own.value}`
  const asNobody = { viewer: anonymous, as: 'anonymous' } as const
  const tries: { viewer: Viewer; as: Viewer['state']; sent: Partial<Probe> }[] = [
    ...(await notTokens(token)).map((cookies) => ({ ...asNobody, sent: { cookies } })),
    // Two people at once are nobody: one of the two was planted.
    { ...asNobody, sent: { cookies: [`${asReader}; ${name}=${value}`] } },
    { ...asNobody, sent: { cookies: [`${name}=${value}; ${asReader}`] } },
    { ...asNobody, sent: { cookies: [asReader, `${name}=${value}`] } },
    ...['Authorization', 'X-Session-Token', 'X-Auth-Token', 'Cookie2', 'Set-Cookie'].map(
      (header) => ({
        ...asNobody,
        sent: {
          headers: [
            [header, header === 'Authorization' ? `Bearer ${value}` : `${name}=${value}`],
          ] satisfies Probe['headers'],
        },
      }),
    ),
    { viewer: reader, as: 'reader', sent: { cookies: [`${asReader}; session=${value}`] } },
  ]
  return wall.fixtures
    .filter(({ kind }) => kind === 'early' || kind === 'registered')
    .flatMap((article) =>
      tries.map(({ viewer, as, sent }) => ({
        viewer,
        probe: { article, path: article.path, expect: 'page', as, ...sent },
      })),
    )
}

/** Tokens that never were one, and a token where none is looked for. */
export async function notSessions(wall: Wall): Promise<Judgement[]> {
  return several(await elsewhere(wall), 4, ({ viewer, probe }) => knock(wall, viewer, probe))
}

/** Every token that must open nothing. */
export async function tryTokens(wall: Wall): Promise<Judgement[]> {
  return [...(await notSessions(wall)), ...(await endedOnPurpose(wall)), ...(await expired(wall))]
}
