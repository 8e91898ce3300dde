'use client'

import { useTyped, WishButton, WishForm } from '../forms.client.tsx'

type Props = {
  name: string
  title: string
  places: number
  zone: string
  found: { id: string; headline: string; day: string }[]
}

/** An article, a place and perhaps an end. */
export function PinForm({ name, title, places, zone, found }: Props) {
  const typed = useTyped('pin')
  return (
    <WishForm fields={{ do: 'pin', name }} words={`pin to “${title}”`} className="mt-5 grid gap-5">
      <fieldset>
        <legend className="font-semibold">Which article</legend>
        <ul className="ruled mt-1.5 border-y border-rule">
          {found.map(({ id, headline, day }) => (
            <li key={id}>
              <label className="flex items-baseline gap-3 py-2">
                <input
                  type="radio"
                  name="article"
                  value={id}
                  required
                  defaultChecked={typed.article === id}
                  className="size-4 shrink-0 translate-y-0.5"
                />
                <span className="font-serif text-lg leading-snug">
                  {headline}
                  <span className="block font-sans text-sm text-soft">{day}</span>
                </span>
              </label>
            </li>
          ))}
        </ul>
      </fieldset>
      <div className="flex flex-wrap items-end gap-4">
        <label className="grid gap-1.5 font-semibold">
          Place
          <select name="place" defaultValue={typed.place ?? '1'} className="field font-normal">
            {Array.from({ length: places }, (_, before) => (
              <option key={before} value={before + 1}>
                {before + 1} of {places}
              </option>
            ))}
          </select>
        </label>
        <label className="grid gap-1.5 font-semibold">
          <span>
            Until <span className="font-normal text-soft">(clocks of {zone}; empty: for good)</span>
          </span>
          <input
            name="until"
            type="datetime-local"
            defaultValue={typed.until ?? ''}
            className="field font-normal"
          />
        </label>
        <WishButton main>Pin it</WishButton>
      </div>
    </WishForm>
  )
}
