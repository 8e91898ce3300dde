import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

/** One way of looking at a page. */
export type Look = { width: number; colorScheme: 'light' | 'dark' }

const heights = { phone: 844, desk: 900 }

/** Looks at an open page in this way, without motion. */
export async function lookAs(page: Page, { width, colorScheme }: Look): Promise<void> {
  await page.setViewportSize({ width, height: width < 600 ? heights.phone : heights.desk })
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
}

/** Fails when the page, as it is looked at, is wider than its window or has anything that axe finds. */
export async function checkSound(page: Page, place: string): Promise<void> {
  const [inner, scrolls] = await page.evaluate(() => [
    window.innerWidth,
    document.documentElement.scrollWidth,
  ])
  expect(scrolls, place).toBe(inner)
  // No page of ours has frames of other origins, for which the other mode opens a page each time. What is well
  // need not be told in full: to write that down takes a third of the time.
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode(true)
    // Targets of 24 px (WCAG 2.2, 2.5.8) are no rule that axe looks for by itself.
    .options({ resultTypes: ['violations'], rules: { 'target-size': { enabled: true } } })
    .analyze()
  const found = violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`,
  )
  expect(found, place).toEqual([])
}
