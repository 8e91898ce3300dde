/** What makes a publication itself. `publication.ts` at the root of the house is one. */
export type Identity = {
  name: string
  tagline: string
  /** One or two sentences: for search engines, feeds, the foot of each page. */
  description: string
  /** Of what is published, as in `lang`: "en". */
  language: string
  direction: 'ltr' | 'rtl'
  /** How dates, numbers and lists are written: "en-GB" has 12 March, "en-US" March 12. */
  locale: string
  /** Dates on the site are shown in this zone, and say so. */
  timeZone: string
  /** In which everything is sold, in small letters, as Stripe writes it: "usd". */
  currency: string
  /** Where readers write to. */
  contactEmail: string
  /** From which mail comes, unless `MAIL_FROM` says otherwise. */
  senderEmail: string
  social: readonly SocialAccount[]
  typefaces: Typefaces
  logo: Logo
  colours: { light: Palette; dark: Palette }
}

/** An account elsewhere: what it is called on a page, and its whole address. */
export type SocialAccount = { name: string; address: string }

/**
 * Two families by their names, as Fontsource has them among those that vary ("Source Serif 4"): for what is read, headlines among it,
 * and for what is used: buttons, fields, dates.
 */
export type Typefaces = { reading: string; interface: string }

/**
 * A drawing: the text of an SVG file. In it `currentColor` is the ink and `var(--red)` a colour of the palette, which follow
 * day and night; a drawing in colours of its own is two.
 */
export type Drawing = string | { light: string; dark: string }

export type Logo = {
  /** Stands in front of the name, and above what only subscribers may read on. Null: nothing does. */
  mark: Drawing | null
  /** The name as a drawing. Null: it is set in the headline's type. */
  wordmark: Drawing | null
  /** In the tab of a browser. It is filled in with the colours of the day. */
  icon: string
}

/** A colour, as `#rrggbb`. */
export type Colour = `#${string}`

/** The colours by the use that they have. `lib/identity/contrast.ts` knows which of them are read on which. */
export const colourNames = [
  /** The ground of everything, a sheet that lies on it (cards, fields), a panel let into it. */
  'paper',
  'sheet',
  'panel',
  /** What is read, what is read second, and the edges of fields. */
  'ink',
  'ink-soft',
  'ink-faint',
  /** Hairlines. */
  'rule',
  /** Buttons, under the pointer, and what stands on them. */
  'brand',
  'brand-hover',
  'on-brand',
  /** Sections and links of note; ornaments; marked text. */
  'accent',
  'red',
  'brass',
  /** What went well, and what did not. */
  'good',
  'bad',
  /** The ring around what has the keyboard's focus. */
  'focus',
  /** The ground of the foot and of the newsroom's head, dark by day and night, and what stands on it. */
  'deep',
  'on-deep',
  'on-deep-soft',
  'on-deep-accent',
] as const

export type ColourName = (typeof colourNames)[number]
export type Palette = Readonly<Record<ColourName, Colour>>
