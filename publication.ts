import type { Identity } from './lib/identity/identity.ts'

/**
 * The publication. Whoever runs one changes this file, and site, newsroom, mails, feeds and data for search engines
 * follow: docs/make-it-yours.md. `npm run test:unit -- lib/identity` says which colours cannot be read on which.
 */
export const identity: Identity = {
  name: 'The Leadline',
  tagline: 'Slow reporting on trade, water and work',
  description:
    'The Leadline reports on the things that move and feed the world: ports and rivers, power and food, and the people who work with them.',
  language: 'en',
  direction: 'ltr',
  locale: 'en-GB',
  timeZone: 'Europe/London',
  currency: 'usd',
  contactEmail: 'desk@leadline.example',
  senderEmail: 'post@leadline.example',

  social: [
    { name: 'Mastodon', address: 'https://social.example/@leadline' },
    { name: 'Bluesky', address: 'https://sky.example/profile/leadline.example' },
  ],

  // Their packages are those of Fontsource, `@fontsource-variable/newsreader` and its like.
  typefaces: { reading: 'Newsreader', interface: 'Instrument Sans' },

  logo: {
    // The lead line: a sounding line with its weight, which hangs from the head of the page.
    mark: '<svg viewBox="0 0 20 80"><path d="M10 0v52" stroke="currentColor" stroke-width="1.5"/><path d="M10 46c6.5 9.5 8.5 14 8.5 19.5a8.5 8.5 0 0 1-17 0c0-5.5 2-10 8.5-19.5z" fill="var(--red)"/></svg>',
    wordmark: null,
    icon: '<svg viewBox="0 0 64 64"><rect width="64" height="64" fill="var(--deep)"/><path d="M32 0v34" stroke="var(--panel)" stroke-width="3"/><path d="M32 30c6 9 8 13 8 18a8 8 0 0 1-16 0c0-5 2-9 8-18z" fill="var(--red)"/></svg>',
  },

  // The inks of its plates. What each is for stands in `lib/identity/identity.ts`.
  colours: {
    light: {
      paper: '#fbf8f1',
      sheet: '#fffdf9',
      panel: '#f3ede1',
      ink: '#12211f',
      'ink-soft': '#4f5f5d',
      'ink-faint': '#7d8985',
      rule: '#ddd5c5',
      brand: '#10302f',
      'brand-hover': '#1d4a48',
      'on-brand': '#fffdf8',
      accent: '#b0321c',
      red: '#d8442b',
      brass: '#c79a3b',
      good: '#1f6a4a',
      bad: '#a92a17',
      focus: '#1f6f8b',
      deep: '#10302f',
      'on-deep': '#efe7d6',
      'on-deep-soft': '#c9d1c8',
      'on-deep-accent': '#d9b25c',
    },
    dark: {
      paper: '#0e1817',
      sheet: '#15211f',
      panel: '#182624',
      ink: '#ece5d7',
      'ink-soft': '#a9b5ae',
      'ink-faint': '#6b7c77',
      rule: '#2b3b38',
      brand: '#efe7d6',
      'brand-hover': '#fffaf0',
      'on-brand': '#10302f',
      accent: '#f2836c',
      red: '#e2583f',
      brass: '#c79a3b',
      good: '#7cc8a2',
      bad: '#f2907c',
      focus: '#7fc4de',
      deep: '#10302f',
      'on-deep': '#efe7d6',
      'on-deep-soft': '#c9d1c8',
      'on-deep-accent': '#d9b25c',
    },
  },
}
