import { requireStaff } from '../guard.ts'
import { roomsFor } from '../rooms.ts'

export default async function NewsroomPage() {
  const { email, role } = await requireStaff('enter the newsroom', '/newsroom')
  return (
    <>
      <h1 className="headline text-4xl sm:text-5xl">Newsroom</h1>
      <p className="mt-2 text-soft">
        Signed in as <strong className="wrap-anywhere text-ink">{email}</strong>, {role}
      </p>
      <ul className="ruled mt-8 max-w-2xl border-y border-rule">
        {roomsFor(role).map(({ href, name, about }) => (
          <li key={href} className="py-5">
            <h2 className="text-xl font-bold">
              <a href={href} className="underline">
                {name}
              </a>
            </h2>
            <p className="mt-1 text-soft">{about}</p>
          </li>
        ))}
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
