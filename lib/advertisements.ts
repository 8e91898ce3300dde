import { publication } from '#lib/publication.ts'

/** What stands in the advertisement's place on articles, for everybody but subscribers. */
export type Advertisement = {
  /** Who speaks, above it: readers are to see that it is no article. */
  label: string
  title: string
  words: string
  link: { href: string; label: string }
}

/** Ours, until a publisher puts another here; null leaves the place out. */
export const articleAdvertisement: Advertisement | null = {
  label: `From ${publication.name}`,
  title: 'Somebody you know would read this to its end',
  words: 'A subscription can be given: three months, six or a year, on the day that you choose.',
  link: { href: '/gift', label: 'Give a subscription' },
}
