'use client'

import { useActionState } from 'react'
import { Problem } from '../../../parts/problem.tsx'
import { Submit } from '../../../parts/submit.client.tsx'
import { type FeedState, renewFeed } from './actions.ts'

const start: FeedState = { address: null, problem: null }

/** Makes the feed or a new address for it, and shows that once. */
export function FeedForm({ has }: { has: boolean }) {
  const [{ address, problem }, action] = useActionState(renewFeed, start)
  return (
    <form action={action} className="grid gap-4">
      {address !== null && (
        <div className="grid gap-4 border-s-[3px] border-good bg-panel p-4">
          <output className="font-medium">
            This is the address of your feed. Copy it now: it is not shown again.
          </output>
          <Address id="feed-rss" label="RSS" value={`${address}.xml`} />
          <Address id="feed-json" label="JSON Feed" value={`${address}.json`} />
        </div>
      )}
      <Problem id="feed-problem">{problem}</Problem>
      <Submit pending="Making the address …" wide>
        {has || address !== null ? 'Make a new address' : 'Make my feed'}
      </Submit>
    </form>
  )
}

function Address({ id, label, value }: { id: string; label: string; value: string }) {
  return (
    <div className="grid gap-1.5">
      <label htmlFor={id} className="font-semibold">
        {label}
      </label>
      <input id={id} type="text" readOnly value={value} className="field" autoComplete="off" />
    </div>
  )
}
