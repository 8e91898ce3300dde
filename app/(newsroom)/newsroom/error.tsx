'use client'

import { ErrorScreen } from '../../parts/error-screen.client.tsx'

export default function NewsroomError(props: { error: unknown; retry: () => void }) {
  return <ErrorScreen {...props} />
}
