import type { Metadata, Viewport } from 'next'
import type { ReactNode } from 'react'
import { preload } from 'react-dom'
import sans from './styles/fonts/sans-basic.woff2'
import './styles/fonts/fonts.css'
import './styles/site.css'
import { feedTypes } from './parts/feed-links.ts'
import { isCut } from './styles/typefaces.js'
import { icon } from './tab-icon.ts'
import { publicationPicture } from '#lib/articles/share-picture.ts'
import { publication } from '#lib/publication.ts'
import { environment } from '#lib/runtime.ts'

/** Nothing is rendered ahead: which class of reader asks is known only when they do. */
export const dynamic = 'force-dynamic'

export function generateMetadata(): Metadata {
  return {
    metadataBase: environment().siteUrl,
    title: {
      default: `${publication.name}: ${publication.tagline}`,
      template: `%s · ${publication.name}`,
    },
    description: publication.description,
    icons: { icon },
    openGraph: {
      siteName: publication.name,
      locale: publication.locale.replace('-', '_'),
      type: 'website',
      images: [publicationPicture],
    },
    twitter: { card: 'summary_large_image' },
    alternates: { types: feedTypes() },
    formatDetection: { telephone: false, email: false, address: false },
  }
}

export const viewport: Viewport = {
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: publication.colours.light.paper },
    { media: '(prefers-color-scheme: dark)', color: publication.colours.dark.paper },
  ],
}

export default function RootLayout({ children }: { children: ReactNode }) {
  // Every page begins with it. The serif is asked for by the first line that is set in it: what is asked
  // for ahead comes later than what a line waits for, and this is the larger one.
  if (isCut(publication.typefaces, 'interface'))
    preload(sans, { as: 'font', type: 'font/woff2', crossOrigin: 'anonymous' })
  return (
    <html lang={publication.language} dir={publication.direction === 'rtl' ? 'rtl' : undefined}>
      <body>{children}</body>
    </html>
  )
}
