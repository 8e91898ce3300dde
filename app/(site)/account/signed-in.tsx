import type { Reader } from '#lib/auth/viewer.ts'
import { signedInDevices } from '#lib/auth/sessions.ts'
import { formatMoment } from '#lib/publication.ts'
import { appDatabase } from '#lib/runtime.ts'
import { Submit } from '../../parts/submit.client.tsx'
import { signOut, signOutEverywhere } from './actions.ts'
import { Part } from './part.tsx'

/** Where the reader is signed in, and the ways out. */
export async function SignedIn({ reader, now }: { reader: Reader; now: Date }) {
  const devices = await signedInDevices(appDatabase(), reader.id, now)
  return (
    <Part title="Where you are signed in">
      <ul className="ruled border-y border-rule">
        {devices.map(({ device, since, until }) => (
          <li key={since.toISOString()} className="flex flex-wrap justify-between gap-x-4 py-3">
            <span className="font-semibold">{device}</span>
            <span className="text-soft">
              since {formatMoment(since)}, until {formatMoment(until)}
            </span>
          </li>
        ))}
      </ul>
      <div className="mt-5 flex flex-wrap gap-3">
        <form action={signOut}>
          <Submit pending="Signing out …" quiet>
            Sign out
          </Submit>
        </form>
        <form action={signOutEverywhere}>
          <Submit pending="Signing out …" quiet>
            Sign out everywhere
          </Submit>
        </form>
      </div>
    </Part>
  )
}
