import type { Metadata } from 'next'
import { NoSuchPage } from './parts/no-such-page.tsx'
import { SiteFrame } from './parts/site-frame.tsx'

export const metadata: Metadata = { title: 'There is no page at this address' }

export default function NotFound() {
  return (
    <SiteFrame>
      <NoSuchPage />
    </SiteFrame>
  )
}
