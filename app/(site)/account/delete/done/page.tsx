import type { Metadata } from 'next'
import { Narrow } from '../../../../parts/narrow.tsx'

export const metadata: Metadata = { title: 'Account deleted', robots: { index: false } }

export default function DeletedPage() {
  return (
    <Narrow title="Your account is deleted">
      <p className="font-serif text-lg leading-snug">
        Nothing will be charged again, and you are signed out everywhere. A last mail confirms it;
        then we forget your address.
      </p>
      <p>
        <a href="/" className="button">
          To the front page
        </a>
      </p>
    </Narrow>
  )
}
