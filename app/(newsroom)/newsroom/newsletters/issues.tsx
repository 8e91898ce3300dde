import type { newsletterDesk } from '#lib/newsletters/desk.ts'
import { newsletterOf } from '#lib/newsletter-list.ts'
import { formatMoment } from '#lib/format.ts'

type Issue = Awaited<ReturnType<typeof newsletterDesk>>['issues'][number]

const states = {
  queueing: 'mails are being made',
  sending: 'is being sent',
  sent: 'sent',
} satisfies Record<Issue['state'], string>

/** What was sent, and how far what is being sent has come. */
export function Issues({ issues }: { issues: Issue[] }) {
  return (
    <section aria-labelledby="issues" className="mt-12">
      <h2 id="issues" className="border-t-[3px] border-ink pt-2 pb-3 text-lg font-bold">
        Issues
      </h2>
      {issues.length === 0 ? (
        <p>None was sent yet.</p>
      ) : (
        <ul className="ruled border-y border-rule">
          {issues.map(({ id, newsletter, dueAt, subject, state, recipients, sent, failed }) => (
            <li key={id} className="grid gap-0.5 py-3">
              <span className="font-semibold">{subject}</span>
              <span className="text-[0.9375rem] text-soft">
                {newsletterOf(newsletter)?.name ?? newsletter}, {formatMoment(dueAt)} ·{' '}
                {states[state]} · {sent} of {recipients} taken
                {failed > 0 && `, ${failed} refused`}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
