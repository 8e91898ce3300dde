/**
 * Other ways in which somebody looks at a page than `look.ts` has: enlarged, from right to left, in colours of their
 * own, without motion, on paper. Each is a look at the page that is open, without loading it anew.
 */
import { expect, type Page } from '@playwright/test'
import { groundlessMarks, inForcedColours, motion, onPaper, widerThanWindow } from './in-page.ts'

/** 1280 px at 200 % (WCAG 2.2, 1.4.4) and at 400 % (1.4.10), and a desk as it is. */
const widths = [320, 640, 1280]

/** Fails when something is wrong with the page in one of these ways. Leaves it without motion, as it was on a screen. */
export async function checkOtherWays(page: Page, place: string): Promise<void> {
  const faults = [
    ...(await page.evaluate(groundlessMarks)),
    ...(await page.evaluate(motion)),
    ...(await enlarged(page)),
  ]
  await page.emulateMedia({ forcedColors: 'active' })
  faults.push(...(await page.evaluate(inForcedColours)))
  // Who reads at night prints on white all the same.
  await page.emulateMedia({ forcedColors: 'none', media: 'print', colorScheme: 'dark' })
  faults.push(...(await page.evaluate(onPaper)))
  await page.emulateMedia({ media: 'screen', colorScheme: 'light', reducedMotion: 'reduce' })
  expect(faults, place).toEqual([])
}

async function enlarged(page: Page): Promise<string[]> {
  const faults: string[] = []
  for (const width of widths) {
    await page.setViewportSize({ width, height: 800 })
    for (const direction of ['ltr', 'rtl'] as const)
      for (const wider of await page.evaluate(widerThanWindow, direction))
        faults.push(`at ${width} px, ${direction}: ${wider}`)
  }
  return faults
}
