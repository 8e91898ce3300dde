import { may } from '#lib/newsroom/roles.ts'
import { requireStaff } from '../guard.ts'

export default async function NewsroomPage() {
  const { email, role } = await requireStaff('enter the newsroom', '/newsroom')
  return (
    <>
      <h1 className="headline text-4xl sm:text-5xl">Newsroom</h1>
      <p className="mt-2 text-soft">
        Signed in as <strong className="break-words text-ink">{email}</strong>, {role}
      </p>
      <ul className="ruled mt-8 max-w-2xl border-y border-rule">
        {may(role, 'look readers up') && (
          <li className="py-5">
            <h2 className="text-xl font-bold">
              <a href="/newsroom/readers" className="underline">
                Readers
              </a>
            </h2>
            <p className="mt-1 text-soft">
              Find somebody, see whether they may read and why, and everything that happened.
            </p>
          </li>
        )}
        {may(role, 'moderate comments') && (
          <li className="py-5">
            <h2 className="text-xl font-bold">
              <a href="/newsroom/comments" className="underline">
                Comments
              </a>
            </h2>
            <p className="mt-1 text-soft">
              What waits for a look, what readers reported, and who may not write for a while.
            </p>
          </li>
        )}
        {may(role, 'watch billing') && (
          <li className="py-5">
            <h2 className="text-xl font-bold">
              <a href="/newsroom/billing" className="underline">
                Billing
              </a>
            </h2>
            <p className="mt-1 text-soft">
              What went wrong between this site and Stripe, and events to be processed again.
            </p>
          </li>
        )}
        {may(role, 'keep pictures') && (
          <li className="py-5">
            <h2 className="text-xl font-bold">
              <a href="/newsroom/pictures" className="underline">
                Pictures
              </a>
            </h2>
            <p className="mt-1 text-soft">
              Add one from a file or an address, see where each is shown, and how an article names
              it.
            </p>
          </li>
        )}
        <li className="py-5">
          <h2 className="text-xl font-bold">Articles</h2>
          <p className="mt-1 text-soft">
            Articles are imported and published at the terminal:{' '}
            <code className="font-mono text-sm">npm run foldline -- import FILE --publish</code>
          </p>
        </li>
      </ul>
    </>
  )
}
