import type { Colour, ColourName, Identity, Palette } from './identity.ts'

/** What stands on what, and how far apart both must be at least (WCAG 2.2: 1.4.3 for text, 1.4.11 for the rest). */
const pairs: readonly { of: readonly ColourName[]; on: readonly ColourName[]; least: number }[] = [
  { of: ['ink', 'ink-soft'], on: ['paper', 'sheet', 'panel'], least: 4.5 },
  { of: ['accent', 'good', 'bad'], on: ['paper', 'sheet'], least: 4.5 },
  { of: ['on-brand'], on: ['brand', 'brand-hover'], least: 4.5 },
  { of: ['on-deep', 'on-deep-soft', 'on-deep-accent'], on: ['deep'], least: 4.5 },
  // Edges of fields, the ring of the focus, buttons against what they lie on.
  { of: ['ink-faint', 'focus', 'brand'], on: ['paper', 'sheet'], least: 3 },
]

/** Two colours of which one cannot be read on the other, in words for whoever picked them. */
export function unreadable({ colours }: Identity): string[] {
  return [...faultsOf('light', colours.light), ...faultsOf('dark', colours.dark)]
}

function faultsOf(which: 'light' | 'dark', palette: Palette): string[] {
  return pairs.flatMap(({ of, on, least }) =>
    of.flatMap((front) =>
      on.flatMap((ground) => {
        const found = contrast(palette[front], palette[ground])
        if (found >= least) return []
        const seen = Math.floor(found * 100) / 100
        return [
          `colours.${which}: ${front} ${palette[front]} on ${ground} ${palette[ground]} is ${seen} to 1, and must be ${least} to 1`,
        ]
      }),
    ),
  )
}

/** How far apart two colours are, from 1 to 21 (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio). */
export function contrast(one: Colour, other: Colour): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b)
  return (lighter + 0.05) / (darker + 0.05)
}

function luminance(colour: Colour): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return part <= 0.040_45 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
