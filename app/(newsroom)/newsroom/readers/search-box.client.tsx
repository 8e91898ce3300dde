'use client'

import { Autocomplete } from '@base-ui/react/autocomplete'
import { CSPProvider } from '@base-ui/react/csp-provider'
import { useRef, useState } from 'react'
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
  const box = useRef<HTMLInputElement>(null)
  const [typed, setTyped] = useState({ text: query, byHand: false })
  const { readers, says } = useFound(typed.byHand ? typed.text : '')
  useSlash(() => box.current?.select())
  return (
    // The site's policy lets no style in that stands in a page.
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
        <search>
          <form className="mt-5 flex max-w-2xl gap-2">
            <label htmlFor="q" className="sr-only">
              {ASKS}
            </label>
            <Autocomplete.Input
              ref={box}
              id="q"
              name="q"
              type="search"
              maxLength={200}
              autoCapitalize="none"
              spellCheck={false}
              placeholder={ASKS}
              aria-keyshortcuts="/"
              className="field"
            />
            <button type="submit" className="button">
              Find
            </button>
          </form>
        </search>
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
