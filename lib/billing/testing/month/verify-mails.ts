/** Compares the mails that were written, and when they arrived, with those that were to be expected. */
import { SECOND } from '#lib/clock.ts'
import type { Drive } from './drive.ts'
import { type Expected, expectMails } from './expect-mails.ts'
import { type MailRow, readMailRows, sayingOfRow } from './mails.ts'
import type { Month } from './month.ts'
import { subscriptionPaidBy } from './oracle-access.ts'

/** Mails that are missing, late, early or not once there, that nothing called for, or that say something else. */
export async function verifyMails(month: Month, run: Drive): Promise<string[]> {
  const { given, staff, shop, tally } = month
  const { history } = run.courier
  const disputed = await disputedSubscriptions(month)
  const told = new Map(
    staff.filter(({ role }) => role !== 'writer').map(({ id, email }) => [id, email]),
  )
  const product = shop.product
  const expected = expectMails({ history, looks: run.looks, product, given, staff: told, disputed })
  const rows = readMailRows(
    await month.database.owner`select id, once_key, kind, to_address, data, state from mail`,
  )
  tally.count('mails', rows.length)
  tally.count('mails due', expected.must.size + expected.changes.length)
  const written = new Set(rows.map(({ once_key }) => once_key))
  const missing = [...expected.must.keys()].filter((key) => !written.has(key))
  return [
    ...missing.map((key) => `The mail ${key} is missing.`),
    ...missingChanges(expected, rows),
    ...rows.flatMap((row) => {
      tally.count(`mails: ${row.kind}`)
      if (typeof row.data.discounted === 'number') tally.count('mails with a lower price')
      return [...judgeArrival(row, expected, run), ...judgeContents(row, expected)]
    }),
  ]
}

async function disputedSubscriptions({ stripe }: Month): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  for await (const dispute of stripe.disputes.list({ limit: 100 }))
    found.set(dispute.id, await subscriptionPaidBy(stripe, dispute))
  return found
}

/** What `paused` and `resumed` are about is in their keys, and when it was read, in seconds. */
function readingOf({ once_key }: MailRow): { subscription: string; at: number } {
  const [, subscription = '', ...moment] = once_key.split(':')
  return { subscription, at: Date.parse(moment.join(':')) / SECOND }
}

const isChange = ({ kind }: MailRow) => kind === 'paused' || kind === 'resumed'

function missingChanges({ changes }: Expected, rows: MailRow[]): string[] {
  const told = rows.filter(isChange).map((row) => ({ kind: row.kind, ...readingOf(row) }))
  return changes
    .filter(
      ({ kind, subscription, from, to }) =>
        !told.some(
          (one) =>
            one.kind === kind && one.subscription === subscription && one.at > from && one.at <= to,
        ),
    )
    .map(
      ({ kind, subscription, to }) =>
        `Nobody was told by ${new Date(to * SECOND).toISOString()} that ${subscription} was ${kind}.`,
    )
}

/** Once; not before its reason; and at the first settled moment at which it was due, unless it was refused. */
function judgeArrival(row: MailRow, { must, may }: Expected, run: Drive): string[] {
  const { id, once_key: key, state } = row
  const arrivals = run.arrivals.get(id) ?? []
  const [at] = arrivals
  if (at === undefined || arrivals.length > 1)
    return [`The mail ${key} arrived ${arrivals.length} times; it is ${state}.`]
  const earliest = isChange(row) ? readingOf(row).at : Math.min(...(may.get(key)?.values() ?? []))
  const when = at.toISOString()
  if (earliest !== Infinity && at.getTime() < earliest * SECOND)
    return [`The mail ${key} arrived at ${when}, before its reason.`]
  const due = must.get(key)
  const isLate = due !== undefined && at.getTime() > due * SECOND && !run.refused.has(id)
  return isLate ? [`The mail ${key} was due earlier, and arrived at ${when}.`] : []
}

function judgeContents(row: MailRow, expected: Expected): string[] {
  const { once_key: key, kind } = row
  const says = sayingOfRow(row)
  if (says === null) return [`There is no rule for the mail ${key}.`]
  const allowed = isChange(row)
    ? changesAt(row, expected)
    : [...(expected.may.get(key)?.keys() ?? [])]
  if (allowed.length === 0) return [`Nothing called for the mail ${key}.`]
  if (allowed.includes(says)) return []
  return [`The mail ${key} (${kind}) says\n  ${says}\nand should say\n  ${allowed.join('\n  ')}`]
}

/** What a `paused` or `resumed` that was read at its moment may say, by all that may have been held before. */
function changesAt(row: MailRow, { windows, between }: Expected): string[] {
  const { subscription, at } = readingOf(row)
  const second = Math.floor(at)
  return windows
    .filter(({ from, to }) => from < at && at <= to)
    .flatMap(({ versions }) => {
      const read = versions.filter(
        (one, place) => one.at <= second && (versions[place + 1]?.at ?? Infinity) >= second,
      )
      return read.flatMap((after) =>
        versions
          .slice(0, versions.indexOf(after))
          .flatMap((before) => between(before.holding, after.holding, at)),
      )
    })
    .filter((change) => change.kind === row.kind && change.subscription === subscription)
    .map(({ says }) => says)
}
