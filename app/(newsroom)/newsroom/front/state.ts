import type { WishFields } from '#lib/front/wish.ts'

/** What came of the last form, for the page to say. */
export type FrontState = {
  kind: 'none' | 'done' | 'refused' | 'stale'
  said: string
  /** What was wanted, in words: "move “Ports” up". */
  wanted: string
  /** What was typed; null once it is done. */
  fields: WishFields | null
  /** The button that was pressed, as `focusOf` names it. */
  pressed: string | null
}

export const start: FrontState = {
  kind: 'none',
  said: '',
  wanted: '',
  fields: null,
  pressed: null,
}

/** A name for the button of a form, by which it gets the focus back where a whole page is loaded. */
export const focusOf = ({ do: what = '', name = '', to = '' }: WishFields) =>
  [what, name, to].join(' ').trim()
