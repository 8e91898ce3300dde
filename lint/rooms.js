/**
 * The plan of the house as data: who may import whom, and why. `lint/house.js` enforces it,
 * `lint/house.test.ts` proves on deliberately wrong files that each line bites.
 *
 * A room is the longest prefix in this table that a path starts with.
 */

/** @typedef {{ path: string, may: string[], why: string }} Room */

const FLOOR_1 = [
  'lib/access/',
  'lib/env.ts',
  'lib/log.ts',
  'lib/plain-line.ts',
  'lib/clock.ts',
  'lib/runtime.ts',
  'lib/connections.ts',
  'lib/identity/',
  'lib/publication.ts',
  'lib/format.ts',
  'lib/crawlers.ts',
  'lib/advertisements.ts',
  'lib/plans.ts',
  'lib/derived-token.ts',
  'lib/newsletter-list.ts',
  'lib/newsletter-links.ts',
  'lib/withdrawal-period.ts',
  'lib/zoned-day.ts',
  'lib/limits.ts',
  'lib/limit-figures.ts',
  'lib/linger.ts',
  'lib/changes-ahead.ts',
  'lib/pictures/',
  'lib/maps/',
  'lib/share-cards/',
]
const FLOOR_2 = [
  'lib/articles/',
  'lib/comments/',
  'lib/readers/',
  'lib/auth/',
  'lib/mail/',
  'lib/newsroom/',
]
const FLOOR_3 = [
  'lib/door/',
  'lib/billing/',
  'lib/newsletters/',
  'lib/gift-links/',
  'lib/saved-articles/',
  'lib/reading-history/',
  'lib/front/',
]
const FLOOR_4 = ['lib/jobs/', 'lib/account/']

const downwards =
  'Rooms in lib stand on floors and import only downwards; what two rooms of one floor both need belongs a floor lower.'

/** @type {Room[]} */
export const rooms = [
  {
    path: 'db/',
    may: ['db/'],
    why: 'db knows tables and queries, nothing of the product, so that a query can be read without it.',
  },
  {
    path: 'lib/access/',
    may: ['lib/access/'],
    why: 'The access decision is pure: it imports types only, so that nothing can influence it but its arguments.',
  },
  {
    path: 'lib/env.ts',
    may: ['lib/env.ts', 'lib/env-values.ts', 'lib/publication.ts'],
    why: downwards,
  },
  { path: 'lib/env-values.ts', may: [], why: downwards },
  { path: 'lib/clock.ts', may: ['lib/clock.ts'], why: downwards },
  { path: 'lib/limits.ts', may: ['db/'], why: downwards },
  { path: 'lib/limit-figures.ts', may: ['lib/clock.ts', 'lib/limits.ts'], why: downwards },
  { path: 'lib/linger.ts', may: ['lib/clock.ts'], why: downwards },
  {
    path: 'lib/changes-ahead.ts',
    may: ['db/', 'lib/clock.ts', 'lib/log.ts', 'lib/runtime.ts'],
    why: downwards,
  },
  {
    path: 'lib/health.ts',
    may: ['db/', 'lib/clock.ts', 'lib/format.ts', 'lib/publication.ts'],
    why: downwards,
  },
  {
    path: 'publication.ts',
    may: ['lib/identity/identity.ts'],
    why: 'Whoever runs a publication changes this file, and need not know another.',
  },
  { path: 'lib/identity/', may: ['lib/identity/'], why: downwards },
  { path: 'lib/publication.ts', may: ['publication.ts', 'lib/identity/'], why: downwards },
  { path: 'lib/format.ts', may: ['lib/publication.ts'], why: downwards },
  { path: 'lib/crawlers.ts', may: [], why: downwards },
  { path: 'lib/plans.ts', may: ['lib/publication.ts', 'lib/format.ts'], why: downwards },
  { path: 'lib/advertisements.ts', may: ['lib/publication.ts'], why: downwards },
  { path: 'lib/derived-token.ts', may: ['lib/runtime.ts'], why: downwards },
  { path: 'lib/newsletter-list.ts', may: ['lib/newsletter-list.ts'], why: downwards },
  { path: 'lib/newsletter-links.ts', may: ['lib/derived-token.ts'], why: downwards },
  {
    path: 'lib/withdrawal-period.ts',
    may: ['lib/clock.ts', 'lib/zoned-day.ts'],
    why: downwards,
  },
  { path: 'lib/zoned-day.ts', may: ['lib/clock.ts'], why: downwards },
  {
    path: 'lib/log.ts',
    may: ['lib/runtime.ts', 'lib/env.ts', 'lib/plain-line.ts'],
    why: downwards,
  },
  { path: 'lib/plain-line.ts', may: [], why: downwards },
  { path: 'lib/connections.ts', may: [], why: downwards },
  {
    path: 'lib/runtime.ts',
    may: ['lib/env.ts', 'lib/connections.ts', 'lib/access/', 'db/'],
    why: downwards,
  },
  {
    path: 'lib/pictures/',
    may: [
      'lib/pictures/',
      'lib/access/',
      'lib/env.ts',
      'lib/limits.ts',
      'lib/log.ts',
      'lib/plain-line.ts',
      'lib/runtime.ts',
      'db/',
    ],
    why: 'Articles, the door and the newsroom all ask for pictures, so pictures know none of them.',
  },
  {
    path: 'lib/maps/',
    may: ['lib/maps/', 'lib/identity/', 'lib/publication.ts', 'db/'],
    why: 'Articles say where a map is and the terminal draws it, so maps know neither.',
  },
  {
    path: 'lib/share-cards/',
    may: ['lib/share-cards/', 'lib/identity/', 'lib/publication.ts', 'lib/clock.ts', 'db/'],
    why: 'Articles say where a card is, the door hands it out and a job has it printed, so cards know none of them.',
  },
  ...FLOOR_2.map((path) => ({ path, may: [path, ...FLOOR_1, 'db/'], why: downwards })),
  ...FLOOR_3.map((path) => ({ path, may: [path, ...FLOOR_2, ...FLOOR_1, 'db/'], why: downwards })),
  ...FLOOR_4.map((path) => ({
    path,
    may: [path, ...FLOOR_3, ...FLOOR_2, ...FLOOR_1, 'db/'],
    why: downwards,
  })),
  {
    path: 'lib/',
    may: ['db/'],
    why: 'Every file of lib belongs to a room of lint/rooms.js; name the room there before you add the file.',
  },
  {
    path: 'app/',
    may: ['app/', 'lib/'],
    why: 'app renders what lib answers: database rows never reach it, and it knows no stand-in.',
  },
  {
    path: 'instrumentation.ts',
    may: ['lib/'],
    why: 'instrumentation only starts the jobs of lib.',
  },
  { path: 'server.ts', may: ['lib/'], why: 'The door uses lib; it renders nothing itself.' },
  { path: 'jobs.ts', may: ['lib/'], why: 'It only starts the jobs of lib.' },
  {
    path: 'cli/',
    may: ['cli/', 'lib/', 'db/', 'local/'],
    why: 'The terminal calls the same functions as the screens, so it imports no screen.',
  },
  {
    path: 'local/',
    may: ['local/'],
    why: 'Stand-ins speak protocols (HTTP, SQL, SMTP): what they know of the product they would hide from its tests.',
  },
  {
    path: 'e2e/',
    may: ['e2e/'],
    why: 'Browser tests speak protocols: what they import from the product they would not test.',
  },
  {
    path: 'bench/',
    may: ['bench/', 'cli/stack/', 'local/ports.ts', 'lib/env.ts', 'lib/runtime.ts'],
    why: 'Benchmarks measure the product from outside, over HTTP and SQL: they import what starts it, and nothing of what they measure.',
  },
  {
    path: 'deploy/',
    may: ['deploy/', 'local/ports.ts'],
    why: 'What stands in front of the product is tested by what the product says to it, and knows nothing else of it.',
  },
  { path: 'lint/', may: ['lint/'], why: 'The rules stand beside the house, not in it.' },
]

/** Packages with one place each, whose absence elsewhere keeps a decision in one file. */
export const onePlace = [
  {
    package: /^stripe(\/|$)/,
    allowed: [
      'lib/billing/gateway.ts',
      'local/stripe/',
      'e2e/support/stripe.ts',
      'bench/people.ts',
    ],
    why: 'stripe is imported in lib/billing/gateway.ts alone: one place sets version, time-outs and what counts as an answer. The browser tests and the benchmarks sign events with it, as Stripe does.',
  },
  {
    package: /^(next-auth|@auth\/)/,
    allowed: ['lib/auth/'],
    why: 'next-auth is hidden in lib/auth: the rest of the house knows viewers, not a library.',
  },
  {
    package: /^(drizzle-orm|postgres)(\/|$)/,
    allowed: ['db/', 'local/postgres/', 'e2e/', 'bench/'],
    why: 'SQL is written in db alone, so that every query can be read, typed and counted in one room; e2e and bench ask the database itself what it would answer.',
  },
  {
    package: /^pg-boss$/,
    allowed: ['lib/jobs/', 'db/job-schema.ts'],
    why: 'pg-boss is imported in lib/jobs alone, so that what runs by itself stands in one room; db makes its tables, which only the owner may.',
  },
  {
    package: /^nodemailer$/,
    allowed: ['lib/mail/'],
    why: 'nodemailer is imported in lib/mail alone: a message that is not a row in the mail table does not exist.',
  },
  {
    package: /^(sharp|aws4fetch)$/,
    allowed: ['lib/pictures/', 'lib/share-cards/press.ts', 'content/', 'e2e/design/'],
    why: 'Pictures are decoded, made and stored in lib/pictures alone, behind its limits: a decoder must see nothing that was not looked at first. The press paints what it has drawn itself.',
  },
  {
    package: /^(harfbuzzjs|wawoff2)(\/|$)/,
    allowed: ['lib/share-cards/face.ts', 'lib/share-cards/set.ts'],
    why: 'What sets type takes tens of megabytes: it is imported by the press alone, a process that ends.',
  },
]

/** Files whose imports, other than types, may only be each other: given the same arguments they give the same answer. */
export const pure = [
  /^lib\/access\//,
  /^lib\/articles\/cut\.ts$/,
  /^lib\/front\/(arrange|automatic|change|compose|container|names)\.ts$/,
  /^lib\/comments\/(body|decide|fold|hold|name|parts)\.ts$/,
  /^lib\/billing\/(mapping|discounted|reference|plan-mails|plan-notices|dispute-mails)\.ts$/,
]

/**
 * Files of pages that are kept for a whole class of readers, and sent without a framework: what they
 * import could put a person on everybody's page, or need a script that is not there.
 */
export const documents = {
  files: [
    /^app\/(layout|not-found)\.tsx$/,
    /^app\/\(site\)\/(layout|page|not-found)\.tsx$/,
    /^app\/\(site\)\/(articles|sections|topics|regions|authors|search)\//,
    /^app\/parts\/(comments|front)\//,
    /^app\/parts\/(asked-banner|banner-bar|breadcrumb|card|card-list|footer|invitation|masthead|nameplate|no-such-page|nothing|page-data|pager|save-form|shelf-aside|shelf-page|site-frame|stay-connected)\.tsx$/,
  ],
  mayNot: [
    /^lib\/(auth|readers|account|billing|mail|newsroom|jobs|saved-articles|reading-history)\//,
    /^next\/(headers|link|form|script|dynamic)(\.js)?$/,
    /\.client\.tsx$/,
  ],
  why: 'A reading page is a document that is kept for a whole class of readers: it knows no person and no request, and nothing of it needs a framework in the browser.',
}
