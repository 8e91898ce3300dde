'use client'

import { ErrorScreen } from '../parts/error-screen.client.tsx'

export default function SiteError(props: { error: unknown; retry: () => void }) {
  return <ErrorScreen {...props} />
}
