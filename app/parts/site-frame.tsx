import type { ReactNode } from 'react'
import { sharedLists } from '#lib/articles/shared-lists.ts'
import { currentReaderClass, siteScriptPath } from '#lib/runtime.ts'
import { AskedBanner } from './asked-banner.tsx'
import { Footer } from './footer.tsx'
import { Masthead } from './masthead.tsx'

/** Head and foot around a page that readers see. */
export async function SiteFrame({ children }: { children: ReactNode }) {
  const directory = await sharedLists().directory()
  const readerClass = currentReaderClass()
  const script = siteScriptPath()
  return (
    <>
      <Masthead sections={directory.sections} readerClass={readerClass} />
      <main id="content">{children}</main>
      <Footer {...directory} />
      {readerClass !== 'anonymous' && script !== null && <AskedBanner script={script} />}
    </>
  )
}
