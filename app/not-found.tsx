import type { Metadata } from 'next'
import { currentMissing } from '#lib/runtime.ts'
import { NoSuchPage } from './parts/no-such-page.tsx'
import { SiteFrame } from './parts/site-frame.tsx'

export function generateMetadata(): Metadata {
  const gone = currentMissing()?.withdrawn
  return { title: gone ? 'This article was withdrawn' : 'There is no page at this address' }
}

export default function NotFound() {
  return (
    <SiteFrame>
      <NoSuchPage />
    </SiteFrame>
  )
}
