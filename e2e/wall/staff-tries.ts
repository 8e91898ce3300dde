/** W51: every page and action of the newsroom as everybody, and what the audit log says of it. */
import { z } from 'zod'
import { builtActions, forgeForm, partsOfCall } from '../support/actions.ts'
import { stack } from '../support/stack.ts'
import type { Victim } from '../support/victim.ts'
import { type Judgement, knock, type Probe, type Wall } from './matrix.ts'
import { type Answer, type Header, headerOf } from './request.ts'
import { withOwner } from './sql.ts'
import type { StaffRole, StaffViewer } from './staff.ts'
import { nobody, staffActions, staffPages } from './staff-table.ts'
import type { Viewer } from './viewers.ts'

/** Who tries. Without a role: nobody, or somebody who does not work here. */
type Who = { viewer: Viewer; role: StaffRole | null; email: string | null }

/** One try: what is sent, and the one thing that the audit log has to say of it, or nothing. */
type Try = { probe: Probe; says: string | null }

/** Which pages and actions are tried: routes, and names. */
type Part = { pages: string[]; actions: string[] }

const everything: Part = { pages: Object.keys(staffPages), actions: Object.keys(staffActions) }

/** Tries everything, one after the other, so that what the audit log gains is known to be of this try. */
export async function tryStaff(
  wall: Wall,
  staff: StaffViewer[],
  victim: Victim,
  { pages, actions }: Part = everything,
): Promise<Judgement[]> {
  const { anonymous, reader } = wall.viewers
  const everybody: Who[] = [
    ...[anonymous, reader].map((viewer) => ({ viewer, role: null, email: null })),
    ...staff,
  ]
  const judged: Judgement[] = []
  const attempt = async (who: Who, { probe, says }: Try) => {
    const [before, stood] = [await lastEntry(), await standingOf(victim)]
    const judgement = await knock(wall, who.viewer, { ...probe, expect: 'public' })
    const said = await entriesSince(before, victim, staff)
    const due = says === null ? [] : [`${who.email} (${who.role}): ${says}`]
    const isDue = said.join('\n') === due.join('\n')
    const isMoved = says === null && stood !== (await standingOf(victim))
    const complaints = [
      ...judgement.complaints,
      ...(isMoved ? ['changed something'] : []),
      ...(isDue ? [] : [`the audit log says “${said.join(', ')}”, not “${due.join(', ')}”`]),
    ].map((one) => `${who.role ?? 'no staff'}: ${one}`)
    judged.push({ ...judgement, complaints })
  }
  for (const who of everybody)
    for (const one of pagesFor(who, victim, pages)) await attempt(who, one)
  for (const name of actions)
    for (const who of everybody)
      for (const one of await actionFor(name, who, victim)) await attempt(who, one)
  return judged
}

const mayDo = ({ role }: Who, roles: StaffRole[]) => role !== null && roles.includes(role)

/** Each page, as a document and as React's router asks, of this victim and of nobody. */
function pagesFor(who: Who, victim: Victim, routes: string[]): Try[] {
  const pages = Object.entries(staffPages).filter(([route]) => routes.includes(route))
  return pages.flatMap(([, { may, path, audit }]) => {
    const allowed = mayDo(who, may)
    const own = path(victim)
    const nobodys = path({ ...victim, reader: nobody, email: nobody })
    const hides = (answer: Answer) => namesVictim(own, answer, victim, false)
    const check = (answer: Answer) => [
      ...pageStatus(own, answer, who, allowed ? 200 : 403),
      ...namesVictim(own, answer, victim, allowed && audit !== null),
    ]
    return [
      { probe: { path: own, check }, says: allowed ? audit : null },
      ...(allowed ? [] : [{ probe: { path: own, headers: asRouter, check: hides }, says: null }]),
      ...(own.includes(victim.reader)
        ? [
            {
              probe: {
                path: nobodys,
                check: (answer: Answer) => pageStatus(nobodys, answer, who, allowed ? 404 : 403),
              },
              says: null,
            },
          ]
        : []),
    ]
  })
}

const asRouter: Header[] = [['RSC', '1']]

/** Nobody is led to sign in; whoever is signed in is told what they get. */
function pageStatus(path: string, answer: Answer, { viewer }: Who, expected: number): string[] {
  if (viewer.state === 'anonymous') return leadsToSignIn(answer, 307, path)
  return answer.status === expected ? [] : [`answered ${answer.status}, not ${expected}`]
}

function leadsToSignIn(answer: Answer, status: number, path: string): string[] {
  const to = headerOf(answer, 'Location')
  const back = new URLSearchParams(to.replace('/sign-in?', '')).get('to') ?? ''
  const fits = to.startsWith('/sign-in?') && back.startsWith('/newsroom') && path.startsWith(back)
  return answer.status === status && fits ? [] : [`answered ${answer.status} and led to “${to}”`]
}

/** Whether a page says what is known of the victim; what stands in its own address is no news. */
function namesVictim(path: string, { body }: Answer, victim: Victim, isDue: boolean): string[] {
  if (isDue) return body.includes(victim.email) ? [] : ['does not show whom it is about']
  const { subscription, payment, email } = victim
  return [subscription, payment, email, encodeURIComponent(email)]
    .filter((one) => body.includes(one) && !path.includes(one))
    .map((one) => `shows ${one}`)
}

/** An action as a form sends it, with fields that would let it succeed; where it must not, as React sends it too. */
async function actionFor(name: string, who: Who, victim: Victim): Promise<Try[]> {
  const action = staffActions[name]
  if (!action) throw new Error(`The table has no action “${name}”.`)
  const allowed = mayDo(who, action.may)
  const path = action.page(victim)
  const form = forgeForm(name, path)
  const fields = await action.fields(victim)
  const probe = {
    path,
    method: 'POST',
    ...multipart(Object.entries({ ...form.fields, ...fields })),
    check: (answer: Answer) =>
      actionStatus(path, answer, who, allowed ? (action.answers ?? 303) : 404),
  }
  if (allowed) return [{ probe, says: action.audit }]
  const called = asReactCalls(builtActions().get(name) ?? '', fields)
  return [
    { probe, says: null },
    {
      probe: { path, method: 'POST', ...called, check: isRefused },
      says: null,
    },
  ]
}

/** Next answers a form with its page for 404, whichever refusal an action throws. */
function actionStatus(path: string, answer: Answer, { viewer }: Who, expected: number): string[] {
  if (viewer.state === 'anonymous') return leadsToSignIn(answer, 303, path)
  return answer.status === expected ? [] : [`answered ${answer.status}, not ${expected}`]
}

/** What React's router is answered: a refusal, or the way to sign in. */
const isRefused = (answer: Answer) =>
  // A program that is nobody is told so; a browser is led to sign in.
  answer.status === 401 ||
  answer.status === 403 ||
  answer.status === 404 ||
  headerOf(answer, 'x-action-redirect').startsWith('/sign-in?')
    ? []
    : [`answered ${answer.status}`]

function asReactCalls(id: string, fields: Record<string, string | Buffer>) {
  const { headers, body } = multipart(partsOfCall(id, fields))
  const call: Header[] = [
    ['Next-Action', id],
    ['Accept', 'text/x-component'],
  ]
  return { headers: [...headers, ...call], body }
}

type Field = [name: string, value: string | Buffer]

/** A field with bytes is a file. */
function multipart(fields: Field[]): { headers: Header[]; body: Buffer } {
  const seam = 'wall-of-the-newsroom'
  const parts = fields.flatMap(([name, value]) => [
    `--${seam}\r\nContent-Disposition: form-data; name="${name}"`,
    typeof value === 'string' ? '' : `; filename="a file"\r\nContent-Type: image/png`,
    '\r\n\r\n',
    value,
    '\r\n',
  ])
  return {
    headers: [
      ['Origin', stack().site],
      ['Content-Type', `multipart/form-data; boundary=${seam}`],
    ],
    body: Buffer.concat([...parts, `--${seam}--\r\n`].map((part) => Buffer.from(part))),
  }
}

const last = z.tuple([z.object({ id: z.coerce.number() })])

async function lastEntry(): Promise<number> {
  return withOwner(async (owner) => {
    const rows = await owner`select coalesce(max(id), 0) as id from audit_entry`
    return last.parse([...rows])[0].id
  })
}

const entries = z.array(z.object({ said: z.string() }))

/** What was written since about the victim, or of what the staff of this wall did. */
async function entriesSince(
  id: number,
  { reader }: Victim,
  staff: StaffViewer[],
): Promise<string[]> {
  const names = staff.map(({ email, role }) => `${email} (${role})`)
  return withOwner(async (owner) => {
    const rows = await owner`
      select actor || ': ' || action as said from audit_entry
       where id > ${id} and (subject_id = ${reader} or actor = any(${names})) order by id`
    return entries.parse([...rows]).map(({ said }) => said)
  })
}

/** All that the actions change, in one text; of the events the first, because others may still come in. */
async function standingOf({ reader, email }: Victim): Promise<string> {
  const rows = await withOwner(
    (owner) => owner`
      select (select json_agg(g order by id) from access_grant g where reader_id = ${reader}) as grants,
             (select json_agg(json_build_array(c.state, c.picked_at, a.comments_closed_at, b.why))
                from comment c join article a on a.id = c.article_id
                left join comment_ban b using (reader_id) where c.reader_id = ${reader}) as comments,
             (select json_agg(folded order by folded) from hold_word) as words,
             (select json_agg(number) from front_edition) as front,
             (select json_agg(w.settled_at order by id) from withdrawal w where w.email = ${email}) as settled,
             (select json_agg(json_build_array(s.status, s.cancel_at))
                from subscription s join stripe_customer k using (customer_id)
               where k.reader_id = ${reader}) as subscriptions,
             (select json_agg(json_build_array(c.id, c.amount_refunded) order by c.id)
                from charge c join stripe_customer k using (customer_id)
               where k.reader_id = ${reader}) as charges,
             (select json_build_array(e.id, e.arrival, e.outcome)
                from stripe_event e join stripe_customer k using (customer_id)
               where k.reader_id = ${reader} order by e.arrival limit 1) as first_event`,
  )
  return JSON.stringify([...rows])
}
