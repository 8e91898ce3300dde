import type { Metadata } from 'next'
import { currentReader, type Reader } from '#lib/auth/viewer.ts'
import { giftStarts, type GiftShown, lookAtGift } from '#lib/billing/gifts/redeem.ts'
import { DAY, later } from '#lib/clock.ts'
import { limits } from '#lib/limit-figures.ts'
import { takeTurn } from '#lib/limits.ts'
import { formatDay, formatMoment } from '#lib/format.ts'
import { publication } from '#lib/publication.ts'
import { appDatabase } from '#lib/runtime.ts'
import { Narrow } from '../../../parts/narrow.tsx'
import { requestOrigin } from '../../../request-origin.ts'
import { RedeemForm } from './form.client.tsx'

export const metadata: Metadata = {
  title: 'Redeem a gift',
  robots: { index: false },
  // The address holds the code. Stricter than this and browsers send the form with Origin: null.
  referrer: 'same-origin',
}

type Props = { searchParams: Promise<{ code?: string | string[] }> }

export default async function RedeemPage({ searchParams }: Props) {
  const { code: asked } = await searchParams
  const code = typeof asked === 'string' ? asked.trim().slice(0, 200) : ''
  if (code === '') return <AskForCode problem={null} />
  const { address } = await requestOrigin()
  const turn = await takeTurn(appDatabase(), limits.giftLooks, address)
  if (turn.kind === 'limited')
    return <AskForCode problem="That was tried very often. Please wait a few minutes." />
  const reader = await currentReader()
  const gift = await lookAtGift(appDatabase(), code, reader?.id ?? null)
  switch (gift.kind) {
    case 'ready':
      return <Ready gift={gift} code={code} reader={reader} />
    case 'yours':
      return <Yours {...gift} />
    case 'redeemed':
    case 'canceled':
    case 'unknown':
      return <AskForCode problem={problems[gift.kind]} />
  }
}

const day = (moment: Date) => moment.toISOString().slice(0, 10)
const problems = {
  redeemed: 'This gift was redeemed already. If that was you, sign in: everything is open.',
  canceled: 'This gift was taken back by whoever bought it. Please ask them.',
  unknown: 'No gift has this code. Check it, letter by letter: large and small differ.',
}

function Yours({ from, until }: { from: Date; until: Date }) {
  return (
    <Narrow title="The gift is yours">
      <output className="block font-serif text-lg leading-snug">{spanInWords(from, until)}</output>
      <p>
        <a href="/" className="button">
          Start reading
        </a>
      </p>
    </Narrow>
  )
}

function spanInWords(from: Date, until: Date): string {
  const now = new Date()
  if (until <= now) return `It was redeemed, and it ended on ${formatMoment(until)}.`
  return from > now
    ? `Its months begin on ${formatMoment(from)} and end by themselves on ${formatMoment(until)}.`
    : `Every article is open to you now, until ${formatMoment(until)}. It ends by itself.`
}

type ReadyProps = {
  gift: Extract<GiftShown, { kind: 'ready' }>
  code: string
  reader: Reader | null
}

async function Ready({ gift, code, reader }: ReadyProps) {
  const now = new Date()
  const afterwards = reader && (await giftStarts(appDatabase(), reader.id, now)).afterwards
  return (
    <Narrow title={`A gift from ${gift.giver}`}>
      <p className="font-serif text-lg leading-snug">
        {gift.months} months of {publication.name}: every article to its end. Nothing has to be
        paid.
      </p>
      {gift.note && (
        <blockquote className="border-s-[3px] border-red ps-4 font-serif text-lg leading-snug whitespace-pre-line">
          {gift.note}
        </blockquote>
      )}
      {reader ? (
        <RedeemForm
          code={code}
          afterwards={afterwards && formatDay(afterwards)}
          firstDay={day(later(now, DAY))}
          lastDay={day(later(now, 365 * DAY))}
        />
      ) : (
        <>
          <p>
            <a
              href={`/sign-in?${new URLSearchParams({ to: `/gift/redeem?${new URLSearchParams({ code })}` })}`}
              className="button"
            >
              Sign in to redeem it
            </a>
          </p>
          <p className="text-soft">With your e-mail address and no password.</p>
        </>
      )}
    </Narrow>
  )
}

function AskForCode({ problem }: { problem: string | null }) {
  return (
    <Narrow title="Redeem a gift">
      <form className="grid gap-4">
        <label htmlFor="code" className="font-semibold">
          The code of your gift
        </label>
        <input
          id="code"
          name="code"
          required
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={200}
          aria-describedby="code-problem"
          className="field font-mono"
        />
        {problem && (
          <p id="code-problem" role="alert" className="border-s-[3px] border-red ps-3 text-bad">
            {problem}
          </p>
        )}
        <button type="submit" className="button">
          Look at it
        </button>
      </form>
    </Narrow>
  )
}
