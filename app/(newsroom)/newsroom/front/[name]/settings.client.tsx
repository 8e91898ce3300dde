'use client'

import type { ReactNode } from 'react'
import { useTyped, WishButton, WishForm } from '../forms.client.tsx'

type Props = {
  name: string
  shownAs: string
  title: string
  /** Null: it shows none of its own. */
  articles: number | null
  /** Null: it has one place on the page. */
  layout: string | null
  /** The options of sections or topics, and which is chosen; null: it is of none. */
  shelf: { chosen: string; options: ReactNode } | null
}

/** The settings of a container, with what was typed when they were not taken. */
export function SettingsForm({ name, shownAs, title, articles, layout, shelf }: Props) {
  const typed = useTyped('set')
  return (
    <WishForm
      fields={{ do: 'set', name }}
      words={`change the settings of “${shownAs}”`}
      className="grid max-w-md gap-5"
    >
      <label className="grid gap-1.5 font-semibold">
        Title
        <input
          name="title"
          maxLength={60}
          defaultValue={typed.title ?? title}
          autoComplete="off"
          aria-describedby="title-hint"
          className="field font-normal"
        />
        <span id="title-hint" className="text-sm font-normal text-soft">
          Empty: the name of what it shows.
        </span>
      </label>
      {shelf && (
        <label className="grid gap-1.5 font-semibold">
          What it shows
          <select
            name="shelf"
            defaultValue={typed.shelf ?? shelf.chosen}
            className="field font-normal"
          >
            {shelf.options}
          </select>
        </label>
      )}
      {articles !== null && (
        <label className="grid gap-1.5 font-semibold">
          Articles at most
          <input
            name="articles"
            type="number"
            min={1}
            max={12}
            required
            defaultValue={typed.articles ?? articles}
            className="field max-w-24 font-normal"
          />
        </label>
      )}
      {layout !== null && (
        <label className="grid gap-1.5 font-semibold">
          How wide
          <select name="layout" defaultValue={typed.layout ?? layout} className="field font-normal">
            <option value="wide">From edge to edge</option>
            <option value="column">A column beside others</option>
          </select>
        </label>
      )}
      <div>
        <WishButton main>Save</WishButton>
      </div>
    </WishForm>
  )
}
