'use client'

import { Autocomplete } from '@base-ui/react/autocomplete'
import { CSPProvider } from '@base-ui/react/csp-provider'
import { type ReactNode, useEffect, useRef, useState, useSyncExternalStore } from 'react'
import type { FoundReader } from '#lib/readers/search.ts'
import { Mark } from './mark.tsx'
import { useFound } from './use-found.client.ts'
import { useSlash } from './use-slash.client.ts'

/** What one may know of a reader and look for. */
const ASKS = 'E-mail, name, Stripe id, invoice or last four digits of a card'

/**
 * The one box for finding readers: a form that works without a script. With one, a list opens while somebody types: arrows go
 * through it, Enter opens who is chosen (or the page of all results), Escape closes it, and `/` leads here from
 * anywhere on the page.
 */
export function SearchBox({ query }: { query: string }) {
  // The parts of the list bring styles along, which the site's policy lets into no page that is sent: the browser makes them.
  const runs = useSyncExternalStore(
    never,
    () => true,
    () => false,
  )
  if (runs) return <Assisted query={query} />
  return (
    <Asks>
      <input {...box} defaultValue={query} />
    </Asks>
  )
}

const never = () => () => undefined

const box = {
  id: 'q',
  name: 'q',
  type: 'search',
  maxLength: 200,
  autoCapitalize: 'none',
  spellCheck: false,
  placeholder: ASKS,
  className: 'field',
} as const

function Asks({ children }: { children: ReactNode }) {
  return (
    <search>
      <form className="mt-5 flex max-w-2xl gap-2">
        <label htmlFor="q" className="sr-only">
          {ASKS}
        </label>
        {children}
        <button type="submit" className="button">
          Find
        </button>
      </form>
    </search>
  )
}

/** What somebody had typed before the script ran, and whether they are in the box. */
function typedBefore(query: string) {
  const before = document.querySelector<HTMLInputElement>('#q')
  return { text: before?.value ?? query, focused: document.activeElement === before }
}

function Assisted({ query }: { query: string }) {
  const input = useRef<HTMLInputElement>(null)
  const [before] = useState(() => typedBefore(query))
  const [typed, setTyped] = useState({ text: before.text, byHand: before.text !== query })
  const { readers, says } = useFound(typed.byHand ? typed.text : '')
  useSlash(() => input.current?.select())
  useEffect(() => {
    if (before.focused) input.current?.focus()
  }, [before])
  return (
    <CSPProvider disableStyleElements>
      <Autocomplete.Root
        items={readers}
        filter={null}
        value={typed.text}
        itemToStringValue={({ email }: FoundReader) => email}
        onValueChange={(text, { reason }) => {
          // Choosing somebody leads to their page, and leaves the box as it was typed.
          if (reason !== 'item-press') setTyped({ text, byHand: true })
        }}
      >
        <Asks>
          <Autocomplete.Input {...box} ref={input} aria-keyshortcuts="/" />
        </Asks>
        <Autocomplete.Portal>
          <Autocomplete.Positioner align="start" sideOffset={6} className="z-10">
            <Autocomplete.Popup className="max-h-[min(70vh,var(--available-height))] w-[max(var(--anchor-width),20rem)] max-w-(--available-width) overflow-y-auto rounded-sm border border-rule bg-sheet shadow-xl">
              <Autocomplete.List className="ruled">
                {(reader: FoundReader) => <Option key={reader.id} reader={reader} />}
              </Autocomplete.List>
              <Autocomplete.Status className="px-3 py-2 text-sm text-soft">
                {says}
              </Autocomplete.Status>
            </Autocomplete.Popup>
          </Autocomplete.Positioner>
        </Autocomplete.Portal>
      </Autocomplete.Root>
    </CSPProvider>
  )
}

function Option({ reader }: { reader: FoundReader }) {
  const { id, email, name, granted, verdict, because } = reader
  return (
    <Autocomplete.Item
      value={reader}
      onClick={() => globalThis.location.assign(`/newsroom/readers/${id}`)}
      className="grid cursor-pointer gap-0.5 px-3 py-2.5 data-highlighted:bg-panel data-highlighted:shadow-[inset_3px_0_0_var(--accent)]"
    >
      <span className="font-semibold wrap-anywhere">
        {email}
        {name && <span className="font-normal text-soft"> {name}</span>}
      </span>
      <span className="flex items-baseline gap-2 text-sm">
        <Mark granted={granted} /> {verdict}
      </span>
      {because && <span className="text-sm text-soft">{because}</span>}
    </Autocomplete.Item>
  )
}
