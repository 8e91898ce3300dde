import type { Metadata, Viewport } from 'next'
import type { ReactNode } from 'react'
import { preload } from 'react-dom'
import sans from './styles/fonts/sans-basic.woff2'
import serif from './styles/fonts/serif-basic.woff2'
import './styles/fonts/fonts.css'
import './styles/site.css'
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
    openGraph: { siteName: publication.name, locale: 'en_GB', type: 'website' },
    alternates: { types: { 'application/rss+xml': '/feed.xml' } },
    formatDetection: { telephone: false, email: false, address: false },
  }
}

export const viewport: Viewport = {
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#fbf8f1' },
    { media: '(prefers-color-scheme: dark)', color: '#0e1817' },
  ],
}

/** The two that every page uses; a browser would learn of them from the style sheet, one way later. */
const fonts = [sans, serif]

export default function RootLayout({ children }: { children: ReactNode }) {
  for (const font of fonts)
    preload(font, { as: 'font', type: 'font/woff2', crossOrigin: 'anonymous' })
  return (
    <html lang={publication.language}>
      <body>{children}</body>
    </html>
  )
}
