'use client'

import { useState } from 'react'

type Props = { id: string; headline: string; address: string }

/** The address of a link, to be copied: by hand, or with a button where a script may do it. */
export function CopyLink({ id, headline, address }: Props) {
  const [said, setSaid] = useState<string | null>(null)
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(address)
      setSaid('Copied')
    } catch {
      // Over http, or where the reader has forbidden it.
      setSaid('Select it and copy')
    }
  }
  return (
    <div className="flex flex-wrap gap-3">
      <label htmlFor={`address-${id}`} className="sr-only">
        The link to {headline}
      </label>
      <input
        id={`address-${id}`}
        type="text"
        readOnly
        value={address}
        onFocus={(event) => event.currentTarget.select()}
        className="field min-w-0 flex-1 basis-56"
        autoComplete="off"
      />
      <button type="button" onClick={() => void copy()} className="button">
        <span aria-live="polite">{said ?? 'Copy'}</span>
      </button>
    </div>
  )
}
