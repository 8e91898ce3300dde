/**
 * The newsletters of the publication, as data. A publisher changes this file: another letter is another entry, and one
 * that is taken out is offered and sent no more. Times are those of the publication's zone.
 */

/** When a letter is sent: on these weekdays (0 is Sunday) at this time of day. */
export type Rhythm = { days: readonly number[]; hour: number; minute: number }

/** A letter that is made by itself of what was published since the last one. */
export type Newsletter = {
  /** Its name in addresses: letters, digits and hyphens. Not to be changed, for subscriptions go by it. */
  slug: string
  name: string
  /** What it is, in a sentence. */
  description: string
  /** When it comes, as readers are told: "Every weekday morning". */
  when: string
  rhythm: Rhythm
  /** Of which sections it tells; null: of all. */
  sections: readonly string[] | null
  /** So many articles at most; the newest count. */
  most: number
}

const WEEKDAYS = [1, 2, 3, 4, 5]

export const newsletters: readonly Newsletter[] = [
  {
    slug: 'first-light',
    name: 'First Light',
    description: 'What we published since yesterday, in the time it takes to drink a coffee.',
    when: 'Every weekday morning',
    rhythm: { days: WEEKDAYS, hour: 6, minute: 30 },
    sections: null,
    most: 8,
  },
  {
    slug: 'the-long-line',
    name: 'The Long Line',
    description: 'The week’s reporting in one letter, for a morning with no trains to catch.',
    when: 'Every Saturday morning',
    rhythm: { days: [6], hour: 8, minute: 0 },
    sections: null,
    most: 12,
  },
  {
    slug: 'tide-tables',
    name: 'Tide Tables',
    description: 'Ports and rivers, and nothing else: for those who work on them or beside them.',
    when: 'Every Wednesday',
    rhythm: { days: [3], hour: 12, minute: 0 },
    sections: ['ports', 'rivers'],
    most: 8,
  },
]

/** The newsletter of this name in addresses, or null when there is none. */
export function newsletterOf(slug: string): Newsletter | null {
  return newsletters.find((one) => one.slug === slug) ?? null
}

/** The names of these newsletters as a sentence has them: "First Light and Tide Tables". */
export function inWords(slugs: readonly string[]): string {
  const names = newsletters.filter(({ slug }) => slugs.includes(slug)).map(({ name }) => name)
  return names.length < 2
    ? names.join('')
    : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`
}
