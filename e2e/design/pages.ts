/**
 * Every page and state that a plain address leads to. `pages.spec.ts` and `npm run design -- --check` look at each for
 * faults and accessibility, `npm run design` takes its picture: a new page is one line here, and is in all of them.
 * States that take a flow to reach stand in `states.ts` and, where the flow is what is tried, in `pages.spec.ts`.
 */

/** Who looks at a page: without an account, signed in, with a subscription, on the staff. */
export type Who = 'anyone' | 'registered' | 'subscriber' | 'support' | 'admin'

export type Shown = {
  name: string
  /** Left out where it is a mail, which stands at no address. */
  path?: string
  html?: string
  who: Who
  /** With which status it answers; left out: 200. */
  status?: number
  /** Whether its pictures are kept in the repository, and shown in `docs/design.md`. */
  kept?: true
}

export const pages: readonly Shown[] = [
  { who: 'anyone', name: 'front', path: '/', kept: true },
  { who: 'anyone', name: 'article', path: '/articles/low-water-at-skelmouth', kept: true },
  { who: 'anyone', name: 'article free', path: '/articles/who-mends-the-wall' },
  { who: 'anyone', name: 'article registered', path: '/articles/the-clock-that-sells-the-fish' },
  { who: 'anyone', name: 'comments', path: '/articles/let-the-fields-flood/comments', kept: true },
  {
    who: 'anyone',
    name: 'comments picked',
    path: '/articles/let-the-fields-flood/comments?show=picks',
  },
  { who: 'anyone', name: 'section', path: '/sections/ports', kept: true },
  { who: 'anyone', name: 'topic', path: '/topics/water' },
  { who: 'anyone', name: 'region', path: '/regions/north-sea' },
  { who: 'anyone', name: 'author', path: '/authors/maren-thistlewood', kept: true },
  { who: 'anyone', name: 'search', path: '/search?q=river', kept: true },
  { who: 'anyone', name: 'search narrowed', path: '/search?q=river&section=ports&order=newest' },
  { who: 'anyone', name: 'search mistyped', path: '/search?q=rivver' },
  { who: 'anyone', name: 'search of common words', path: '/search?q=the' },
  { who: 'anyone', name: 'search refused', path: '/search?q=tide&from=yesterday&to=2026-02-31' },
  { who: 'anyone', name: 'search without result', path: '/search?q=zzzz' },
  { who: 'anyone', name: 'newsletters', path: '/newsletters', kept: true },
  { who: 'anyone', name: 'newsletter link unknown', path: '/newsletters/confirm?t=none' },
  { who: 'anyone', name: 'subscribe', path: '/subscribe', kept: true },
  { who: 'anyone', name: 'sign in', path: '/sign-in', kept: true },
  { who: 'anyone', name: 'link used', path: '/sign-in/confirm?token=none' },
  { who: 'anyone', name: 'withdraw', path: '/withdraw' },
  { who: 'anyone', name: 'gift link unknown', path: '/given', status: 404 },
  { who: 'anyone', name: 'gift link over', path: '/given?why=over', status: 410 },
  { who: 'anyone', name: 'not found', path: '/articles/there-is-none', status: 404 },
  {
    who: 'anyone',
    name: 'not found but near',
    path: '/articles/low-watr-at-skelmouth',
    status: 404,
    kept: true,
  },
  { who: 'registered', name: 'forbidden', path: '/newsroom', status: 403, kept: true },
  { who: 'registered', name: 'account without subscription', path: '/account' },
  { who: 'registered', name: 'own comments of none', path: '/account/comments' },
  { who: 'registered', name: 'saved articles of none', path: '/account/saved' },
  { who: 'registered', name: 'reading history off', path: '/account/history' },
  { who: 'subscriber', name: 'article whole', path: '/articles/low-water-at-skelmouth' },
  {
    who: 'subscriber',
    name: 'comments of a cut article',
    path: '/articles/low-water-at-skelmouth/comments',
  },
  {
    who: 'subscriber',
    name: 'write a comment',
    path: '/comments/write?article=low-water-at-skelmouth',
  },
  { who: 'subscriber', name: 'own comments', path: '/account/comments' },
  { who: 'subscriber', name: 'account', path: '/account', kept: true },
  { who: 'subscriber', name: 'cancel', path: '/account/cancel' },
  { who: 'subscriber', name: 'subscribed', path: '/subscribe' },
  { who: 'subscriber', name: 'gift', path: '/gift', kept: true },
  { who: 'subscriber', name: 'gift not confirmed', path: '/gift/return?look=15' },
  { who: 'subscriber', name: 'feed', path: '/account/feed' },
  { who: 'subscriber', name: 'newsletters of an account', path: '/account/newsletters' },
  { who: 'subscriber', name: 'email', path: '/account/email' },
  { who: 'subscriber', name: 'delete', path: '/account/delete' },
  { who: 'subscriber', name: 'invoices', path: '/account/invoices' },
  { who: 'support', name: 'newsroom', path: '/newsroom', kept: true },
  { who: 'support', name: 'readers', path: '/newsroom/readers' },
  { who: 'support', name: 'readers of none', path: '/newsroom/readers?q=zzzzzz' },
  { who: 'support', name: 'billing', path: '/newsroom/billing' },
  { who: 'admin', name: 'front desk', path: '/newsroom/front', kept: true },
  { who: 'admin', name: 'comments desk', path: '/newsroom/comments' },
  { who: 'admin', name: 'every comment', path: '/newsroom/comments?show=all', kept: true },
  { who: 'admin', name: 'words that hold comments', path: '/newsroom/comments/words' },
  { who: 'admin', name: 'newsletters desk', path: '/newsroom/newsletters' },
  { who: 'admin', name: 'pictures', path: '/newsroom/pictures' },
  { who: 'admin', name: 'picture add', path: '/newsroom/pictures/add' },
]

/** What one kind of person looks at. */
export const pagesOf = (who: Who): Shown[] => pages.filter((page) => page.who === who)
