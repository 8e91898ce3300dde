import type { ReactNode } from 'react'
import { Narrow } from './narrow.tsx'

/** Seconds until the page asks again, by itself, while a payment is not confirmed, and how often it does. */
const AGAIN = 4
const LOOKS = 15

/** How often the page has looked, from its address: only a number is counted, and anything else ends it. */
export const lookOf = (typed: string | string[] | undefined) => Number(typed ?? '1')

type Props = {
  /** Where the page is. */
  path: string
  look: number
  /** What is said while it goes on looking, and after a minute. */
  waiting: string
  ended: string
  /** Where else to go. */
  children: ReactNode
}

/** A payment that Stripe has not confirmed: the page looks again for a minute, and then says so. */
export function NotConfirmed({ path, look, waiting, ended, children }: Props) {
  // Also of a number that is none nothing is left.
  const goesOn = look < LOOKS
  return (
    <Narrow title={goesOn ? 'One moment' : 'Not confirmed yet'}>
      {goesOn && <meta httpEquiv="refresh" content={`${AGAIN};url=${path}?look=${look + 1}`} />}
      <output className="block font-serif text-lg leading-snug">{goesOn ? waiting : ended}</output>
      <p className="flex flex-wrap gap-3">
        <a href={path} className="button">
          Look again
        </a>
        {children}
      </p>
    </Narrow>
  )
}
