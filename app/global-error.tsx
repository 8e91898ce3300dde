'use client'

import './styles/site.css'
import { ErrorScreen } from './parts/error-screen.client.tsx'

export default function GlobalError(props: { error: unknown; retry: () => void }) {
  return (
    <html lang="en">
      <body>
        <title>Something went wrong</title>
        <ErrorScreen {...props} />
      </body>
    </html>
  )
}
