import type { Reader } from '#lib/auth/viewer.ts'
import { type SignedInDevice, signedInDevices } from '#lib/auth/sessions.ts'
import { thisSessionHash } from '#lib/auth/this-session.ts'
import { formatMoment } from '#lib/format.ts'
import { appDatabase } from '#lib/runtime.ts'
import { Submit } from '../../parts/submit.client.tsx'
import { signOut, signOutEverywhere } from './actions.ts'
import { Part } from './part.tsx'
import { endSession } from './session-actions.ts'

/** Where the reader is signed in, with a way to end each session, and the ways out. */
export async function SignedIn({ reader, now }: { reader: Reader; now: Date }) {
  const devices = await signedInDevices(appDatabase(), reader.id, await thisSessionHash(), now)
  return (
    <Part title="Where you are signed in">
      <ul className="ruled border-y border-rule">
        {devices.map((one) => (
          <Device key={one.id} {...one} />
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

function Device({ id, device, since, until, here }: SignedInDevice) {
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 py-3">
      <span>
        <span className="font-semibold">{device}</span>
        {here && <span className="text-soft"> · this browser</span>}
        <span className="block text-[0.9375rem] text-soft">
          since {formatMoment(since)}, until {formatMoment(until)}
        </span>
      </span>
      {!here && (
        <form action={endSession}>
          <input type="hidden" name="session" value={id} />
          <Submit pending="Ending …" quiet>
            End
            <span className="sr-only">
              {' '}
              the session of {device} since {formatMoment(since)}
            </span>
          </Submit>
        </form>
      )}
    </li>
  )
}
