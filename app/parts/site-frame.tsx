import type { ReactNode } from 'react'
import { readDirectory } from '#lib/articles/list.ts'
import { currentReaderClass, publicDatabase } from '#lib/runtime.ts'
import { Footer } from './footer.tsx'
import { Masthead } from './masthead.tsx'

/** Head and foot around a page that readers see. */
export async function SiteFrame({ children }: { children: ReactNode }) {
  const directory = await readDirectory(publicDatabase())
  return (
    <>
      <Masthead sections={directory.sections} readerClass={currentReaderClass()} />
      <main id="content">{children}</main>
      <Footer {...directory} />
    </>
  )
}
