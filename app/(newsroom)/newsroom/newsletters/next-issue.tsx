import type { IssueContent } from '#lib/mail/newsletter-messages.ts'
import type { Newsletter } from '#lib/newsletter-list.ts'
import { Submit } from '../../../parts/submit.client.tsx'
import { sendTestIssue } from './actions.ts'

type Props = { newsletter: Newsletter; issue: IssueContent | null }

/** What the next issue would say if it were due now, and a way to see it as a mail. */
export function NextIssue({ newsletter, issue }: Props) {
  return (
    <section aria-labelledby="next" className="mt-12 max-w-3xl">
      <h2 id="next" className="border-t-[3px] border-ink pt-2 pb-3 text-lg font-bold">
        The next issue of {newsletter.name}, as it is now
      </h2>
      {issue === null ? (
        <p>
          Nothing was published since the last issue. If it stays so, none is sent. A test shows the
          newest articles instead.
        </p>
      ) : (
        <>
          <p>
            Subject: <strong>{issue.subject}</strong>
          </p>
          <ol className="ruled mt-3 border-y border-rule">
            {issue.articles.map(({ slug, headline, standfirst, section, isForSubscribers }) => (
              <li key={slug} className="py-3">
                <a href={`/articles/${slug}`} className="font-semibold underline">
                  {headline}
                </a>
                <span className="block text-[0.9375rem] text-soft">
                  {[section, isForSubscribers ? 'for subscribers' : null]
                    .filter((one) => one !== null)
                    .join(' · ')}
                </span>
                <span className="mt-1 block font-serif">{standfirst}</span>
              </li>
            ))}
          </ol>
        </>
      )}
      <form action={sendTestIssue} className="mt-5">
        <input type="hidden" name="newsletter" value={newsletter.slug} />
        <Submit pending="Sending …">Send a test to myself</Submit>
      </form>
    </section>
  )
}
