import { Nothing } from './parts/nothing.tsx'
import { SiteFrame } from './parts/site-frame.tsx'

export default function NotFound() {
  return (
    <SiteFrame>
      <Nothing title="There is no page at this address">
        <p>
          It may have moved, or the address has a slip in it. Try the{' '}
          <a href="/search" className="text-ink underline">
            search
          </a>
          , or go to the{' '}
          <a href="/" className="text-ink underline">
            front page
          </a>
          .
        </p>
      </Nothing>
    </SiteFrame>
  )
}
