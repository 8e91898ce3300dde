import type { StaffRole } from '#lib/access/level.ts'
import { may } from '#lib/newsroom/roles.ts'
import { formatMoment, formatMoney } from '#lib/format.ts'
import type { ReaderStatus } from '#lib/readers/status.ts'
import { Submit } from '../../../../parts/submit.client.tsx'
import { GiveBackLink } from './give-back-link.tsx'
import { takeReaderAccessBack } from './grant/actions.ts'
import { Part, Row } from './part.tsx'

/** Access that was given to this reader, and gifts they bought for others or redeemed. */
export function Given({ status, role }: { status: ReaderStatus; role: StaffRole }) {
  return (
    <>
      {status.grants.length > 0 && (
        <Part title="Given" empty="Nothing.">
          {status.grants.map((one) => (
            <Row key={one.id} head={one.kind === 'gift' ? `Gift from ${one.giver}` : one.giver}>
              <p>
                {formatMoment(one.startsAt)} to {formatMoment(one.endsAt)}: {one.why}
              </p>
              {one.revokedAt && <p>Taken back {formatMoment(one.revokedAt)}</p>}
              {one.isOpen && may(role, 'give access') && (
                <form action={takeReaderAccessBack} className="mt-2">
                  <input type="hidden" name="id" value={status.reader.id} />
                  <input type="hidden" name="grant" value={one.id} />
                  <Submit pending="Taking it back …" quiet>
                    Take it back
                  </Submit>
                </form>
              )}
            </Row>
          ))}
        </Part>
      )}
      {status.gifts.length > 0 && (
        <Part title="Gifts" empty="None.">
          {status.gifts.map((one) => (
            <Row
              key={one.id}
              head={`${one.months} months, ${one.isBuyer ? 'bought' : `redeemed, from ${one.giverName}`}`}
              side={formatMoney(one.amount, one.currency)}
            >
              {one.paidAt && <p>Paid {formatMoment(one.paidAt)}</p>}
              {one.isBuyer && (
                <p className="wrap-anywhere">
                  For {one.recipientEmail ?? 'somebody they hand it to'},{' '}
                  {one.deliveredAt
                    ? `delivered ${formatMoment(one.deliveredAt)}`
                    : `to be delivered ${formatMoment(one.deliverAt)}`}
                </p>
              )}
              {one.redeemedAt && <p>Redeemed {formatMoment(one.redeemedAt)}</p>}
              {one.isBuyer && !one.canceledAt && (
                <GiveBackLink
                  readerId={status.reader.id}
                  role={role}
                  payment={one.paymentIntentId}
                />
              )}
              {one.canceledAt && (
                <p>
                  Canceled {formatMoment(one.canceledAt)}: {one.whyCanceled}
                </p>
              )}
            </Row>
          ))}
        </Part>
      )}
      {status.giftLinks.length > 0 && (
        <Part title="Articles given away" empty="None.">
          {status.giftLinks.map((one) => (
            <Row key={one.id} head={one.headline} side={`opened ${one.opened} times`}>
              <p>
                {formatMoment(one.madeAt)} to {formatMoment(one.endsAt)}
              </p>
              {one.revokedAt && <p>Taken back {formatMoment(one.revokedAt)}</p>}
            </Row>
          ))}
        </Part>
      )}
    </>
  )
}
