import type { OwnGift } from '#lib/billing/gifts/own.ts'
import { formatDay, formatMoney } from '#lib/format.ts'

/** What somebody has given so far, and the link of each that nobody has redeemed yet. */
export function OwnGifts({ gifts, site }: { gifts: OwnGift[]; site: URL }) {
  return (
    <section className="mt-10" aria-labelledby="own-gifts">
      <h2 id="own-gifts" className="border-t-[3px] border-ink pt-2 pb-2 text-lg font-bold">
        Your gifts
      </h2>
      <ul className="ruled border-y border-rule">
        {gifts.map((gift) => (
          <li key={gift.id} className="py-4">
            <p className="flex flex-wrap justify-between gap-x-4 font-semibold">
              <span>
                {gift.months} months
                {gift.recipientName && <> for {gift.recipientName}</>}
              </span>
              <span className="tabular-nums">{formatMoney(gift.amount, gift.currency)}</span>
            </p>
            <p className="text-soft">{stateOf(gift)}</p>
            {gift.code && (
              <p className="mt-2 text-[0.9375rem]">
                <a
                  href={linkOf(site, gift.code)}
                  className="font-mono text-[0.8125rem] break-all text-ink underline"
                >
                  {linkOf(site, gift.code)}
                </a>
              </p>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

function linkOf(site: URL, code: string): string {
  return new URL(`/gift/redeem?${new URLSearchParams({ code })}`, site).href
}

function stateOf(gift: OwnGift): string {
  const paid = `Paid on ${formatDay(gift.paidAt)}.`
  if (gift.state === 'canceled') return `${paid} ${gift.whyCanceled ?? ''}`
  if (gift.redeemedAt) return `${paid} Redeemed on ${formatDay(gift.redeemedAt)}.`
  const { recipientEmail: to, deliveredAt } = gift
  if (to === null) return `${paid} Not redeemed yet. Hand this link over:`
  if (deliveredAt === null) return `${paid} It goes to ${to} on ${formatDay(gift.deliverAt)}.`
  return `${paid} Sent to ${to} on ${formatDay(deliveredAt)}, not redeemed yet. The link, should it be lost:`
}
