'use client'

import { usePathname } from 'next/navigation'
import { useEffect, useState } from 'react'
import type { Banner } from '#lib/readers/banner.ts'
import { BannerBar } from './banner-bar.tsx'

/** Where the server knows who asks, and has rendered it. */
const rendered = /^\/(account|subscribe|newsroom)(\/|$)/

/** What was put away stays so for as long as this tab is open. */
const key = ({ kind }: Banner) => `banner put away: ${kind}`

function isPutAway(banner: Banner): boolean {
  return banner.dismissible && sessionStorage.getItem(key(banner)) !== null
}

async function askForBanner(signal: AbortSignal): Promise<Banner | null> {
  const answer = await fetch('/api/me', { signal })
  const { banner = null }: { banner?: Banner | null } = await answer.json()
  return banner && !isPutAway(banner) ? banner : null
}

/**
 * Asks who reads this page whether their payment is in order: a page that is kept for a whole class
 * of readers cannot say. It stands last on the page and sticks to the lower edge of the window, so
 * that nothing moves when it comes.
 */
export function AskedBanner() {
  const elsewhere = rendered.test(usePathname())
  const [banner, setBanner] = useState<Banner | null>(null)
  useEffect(() => {
    if (elsewhere) return
    const leaving = new AbortController()
    askForBanner(leaving.signal)
      .then(setBanner)
      // A banner that does not come is told on the account page and by mail.
      .catch(() => setBanner(null))
    return () => leaving.abort()
  }, [elsewhere])
  const putAway = () => {
    if (banner) sessionStorage.setItem(key(banner), 'yes')
    setBanner(null)
  }
  return (
    <output className="asked-banner sticky bottom-0 z-20 block">
      {banner && (
        <BannerBar text={banner.text} href={banner.href} action={banner.action}>
          {banner.dismissible && (
            <button type="button" onClick={putAway} className="button button-quiet min-h-10 py-1.5">
              Not now
            </button>
          )}
        </BannerBar>
      )}
    </output>
  )
}
