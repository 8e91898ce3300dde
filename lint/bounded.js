/**
 * Regular expressions that can take longer than their text is long, and why none is slow all the same: how long the
 * text is at most, or who writes it. `linear.test.ts` judges all others, and those that are put together
 * while the program runs (`pattern: null`) it cannot.
 *
 * @typedef {{ file: string, pattern: string | null, why: string }} Bounded
 */

const single = 'Whoever calls this has put one space in the place of many.'

const drawing = 'The publication’s own drawing, from its own file.'

/** @type {Bounded[]} */
export const bounded = [
  {
    file: 'lib/articles/import/byline.ts',
    pattern: String.raw`\s*(?:,|;|&|\band\b|\bund\b|\bet\b|\by\b)\s*`,
    why: single,
  },
  { file: 'lib/articles/import/page-head.ts', pattern: ' *[|•·] *', why: single },
  {
    file: 'lib/articles/import/furniture.ts',
    pattern: String.raw`^ ?(?:article|story|post|link)?[\s:]*(?:at|by|in|on|here)?\b[\s:]*|[\s().–—-]+$`,
    why: 'A line of at most 240 characters.',
  },
  {
    file: 'lib/articles/import/page.ts',
    pattern: String.raw`[\s.…]+$`,
    why: 'A description of at most 1,200 characters.',
  },
  {
    file: 'lib/articles/text.ts',
    pattern: String.raw`[\s,;:–—-]+$`,
    why: 'An excerpt of at most 200 characters.',
  },
  {
    file: 'lib/articles/marker-invitation.ts',
    pattern: null,
    why: 'A paragraph of at most 320 characters, and no repetition without a limit.',
  },
  {
    file: 'lib/comments/parts.ts',
    pattern: String.raw`[.,;:!?'’»…]+$`,
    why: 'A comment of at most 2,500 characters.',
  },
  {
    file: 'lib/comments/body.ts',
    pattern: null,
    why: 'One class of characters each, at the end only where none of it stands before.',
  },
  {
    file: 'lib/identity/drawing.ts',
    pattern: String.raw`^(?:[\w\s.,#%()+-]|var\(--[\w-]+\)|url\(#[\w-]+\))*$`,
    why: drawing,
  },
  {
    file: 'lib/identity/drawing.ts',
    pattern: String.raw`<(\/?)([a-z]\w*)((?:[^<>"]|"[^<>"]*")*)>|<|[^<]+`,
    why: drawing,
  },
  {
    file: 'lib/identity/drawing.ts',
    pattern: String.raw`\s+([\w:-]+)="([^"]*)"`,
    why: drawing,
  },
  {
    file: 'lib/door/css-scan.ts',
    pattern: String.raw`(?:\\[\da-f]{1,6}\s?|\\.|[\w-]|[^\0-\x7f])+`,
    why: 'Nothing follows what is repeated, so nothing is tried again; and a style sheet is ours.',
  },
  {
    file: 'lib/door/used-styles.ts',
    pattern: String.raw`url\((["']?)(?![a-z]+:|\/|#)([^"')]+)\1\)`,
    why: 'A style sheet is ours.',
  },
  {
    file: 'lib/door/html-scan.ts',
    pattern: null,
    why: 'The names of seven elements, and no repetition.',
  },
  {
    file: 'lib/env-values.ts',
    pattern: String.raw`^\s*([\da-f.:]*)(?:\/(\d{1,3}))?\s*$`,
    why: 'Whoever runs the site writes it.',
  },
  {
    file: 'lib/env-values.ts',
    pattern: String.raw`^[^<>@]*<?[^\s<>@]+@[^\s<>@]+>?$`,
    why: 'Whoever runs the site writes it.',
  },
  {
    file: 'app/(site)/subscribe/terms-text.tsx',
    pattern: String.raw`(?=https?:\/\/\S+$)`,
    why: 'A sentence of ours.',
  },
  {
    file: 'cli/faults/outcomes.ts',
    pattern: String.raw`%[sdijfo]|\$\{[^}]*\}|\$\w+`,
    why: 'The titles of our tests.',
  },
  { file: 'cli/faults/outcomes.ts', pattern: null, why: 'The titles of our tests.' },
  { file: 'cli/fuzz.ts', pattern: null, why: 'What somebody types at a terminal.' },
  { file: 'cli/door/look.ts', pattern: null, why: 'A simulation of ours.' },
]
