import type { ReactNode } from 'react'
import { OwnBanner } from '../../parts/own-banner.tsx'

/** A failed payment is told above what belongs to one reader. */
export default function NewslettersLayout({ children }: { children: ReactNode }) {
  return (
    <>
      <OwnBanner />
      {children}
    </>
  )
}
