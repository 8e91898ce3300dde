import type { ReactNode } from 'react'
import { BannerBar } from './banner-bar.tsx'

declare module 'react' {
  // oxlint-disable-next-line typescript/no-namespace -- React looks for elements of ours here
  namespace JSX {
    // oxlint-disable-next-line typescript/consistent-type-definitions -- an interface can be added to
    interface IntrinsicElements {
      'asked-banner': { children: ReactNode }
    }
  }
}

/**
 * The place where the script of the site (`lib/door/site.browser.js`) tells a reader about their
 * payment: hidden and empty, as the page is the same for a whole class of readers. React leaves alone
 * what the script writes into it.
 */
export function AskedBanner({ script }: { script: string }) {
  return (
    <>
      <script type="module" async src={script} />
      <asked-banner>
        <output className="asked-banner not-printed sticky bottom-0 z-20 block">
          <BannerBar hidden text="" href="/account" action="">
            <button
              type="button"
              suppressHydrationWarning
              className="button button-quiet min-h-10 py-1.5"
            >
              Not now
            </button>
          </BannerBar>
        </output>
      </asked-banner>
    </>
  )
}
