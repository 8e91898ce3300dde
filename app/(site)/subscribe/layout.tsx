import type { ReactNode } from 'react'
import { OwnBanner } from '../../parts/own-banner.tsx'

/** A failed payment is told above the offer as well. */
export default function SubscribeLayout({ children }: { children: ReactNode }) {
  return (
    <>
      <OwnBanner />
      {children}
    </>
  )
}
