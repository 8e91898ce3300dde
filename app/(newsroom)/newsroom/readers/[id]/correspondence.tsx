import { formatMoment } from '#lib/format.ts'
import type { ReaderStatus } from '#lib/readers/status.ts'
import { Part, Row } from './part.tsx'

/** Mails that were sent or not, and where the reader is signed in. */
export function Correspondence({ status }: { status: ReaderStatus }) {
  return (
    <>
      <Part title="Mails" empty="None.">
        {status.mails.map((one) => (
          <Row key={one.id} head={one.subject} side={one.state}>
            <p>
              {formatMoment(one.sentAt ?? one.createdAt)}, to {one.toAddress}
            </p>
            {one.lastError && <p className="text-bad">{one.lastError}</p>}
          </Row>
        ))}
      </Part>
      <Part title="Sessions" empty="Not signed in anywhere.">
        {status.sessions.map((one) => (
          <Row key={one.createdAt.toISOString()} head={one.device}>
            <p>
              Since {formatMoment(one.createdAt)}, until {formatMoment(one.expires)}
            </p>
          </Row>
        ))}
      </Part>
    </>
  )
}
