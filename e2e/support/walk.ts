/** Goes through a page with the Tab key, as who has no mouse does, and says what is wrong on the way. */
import { expect, type Page } from '@playwright/test'
import { lookAtStop, orderOfStops } from './stop.ts'

/** More stops than any page has. */
const MOST = 400

/**
 * Goes from the first stop to the last. Fails when the first one does not lead past the head, when somebody is held at one place
 * or does not come to another, when the order is not that in which the page is read, and when a stop cannot be seen.
 */
export async function walk(page: Page, place: string): Promise<number> {
  await page.evaluate(() => Reflect.set(globalThis, 'stops', []))
  const faults: string[] = []
  let stops = 0
  for (; stops < MOST; stops += 1) {
    await page.keyboard.press('Tab')
    const stop = await page.evaluate(lookAtStop)
    if (stop === 'end') break
    if (stop === 'same') continue
    faults.push(...stop)
  }
  faults.push(...(await page.evaluate(orderOfStops)))
  expect(faults, place).toEqual([])
  expect(stops, place).toBeLessThan(MOST)
  await checkSkipLink(page, place)
  return stops
}

/** Whoever takes the first stop is past the head with the next. */
async function checkSkipLink(page: Page, place: string): Promise<void> {
  const skip = page.getByRole('link', { name: 'Skip to the content' })
  await skip.focus()
  await expect(skip, place).toBeInViewport()
  await page.keyboard.press('Enter')
  await expect(page, place).toHaveURL(/#content$/)
  await page.keyboard.press('Tab')
  const inside = await page.evaluate(() => {
    const content = document.querySelector('#content')
    const first = content?.querySelector('a[href], button, select, input:not([type=hidden])')
    // Where there is nothing to stop at, the next stop is the first again.
    return first ? content?.contains(document.activeElement) : true
  })
  expect([place, inside]).toEqual([place, true])
}

/** Presses Tab until the focus is on what has this text or label, on the page that is open now or is about to be. */
export async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let press = 0; press < MOST; press += 1) {
    await page.keyboard.press('Tab')
    const at = page.locator(':focus')
    const said = (await at.count()) === 0 ? '' : await at.evaluate(nameOf)
    if (name.test(said)) return
  }
  throw new Error(`Nobody comes to ${name} with the Tab key.`)
}

const nameOf = (at: Element) => {
  const isField = at instanceof HTMLInputElement || at instanceof HTMLTextAreaElement
  const labels = isField ? [...(at.labels ?? [])] : []
  return [...labels, at].map((one) => one.textContent.trim()).join(' ')
}
