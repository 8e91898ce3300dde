import { NoSuchPage } from './parts/no-such-page.tsx'
import { SiteFrame } from './parts/site-frame.tsx'

export default function NotFound() {
  return (
    <SiteFrame>
      <NoSuchPage />
    </SiteFrame>
  )
}
