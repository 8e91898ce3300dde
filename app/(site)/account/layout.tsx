import type { ReactNode } from 'react'
import { OwnBanner } from '../../parts/own-banner.tsx'

/** A failed payment is told above every page of the account. It guards nothing: each page does. */
export default function AccountLayout({ children }: { children: ReactNode }) {
  return (
    <>
      <OwnBanner />
      {children}
    </>
  )
}
