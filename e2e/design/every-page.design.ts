/** `npm run design`: pictures of every page of the table; with `--check`, each is looked at by axe instead. */
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { type Browser, type BrowserContext, expect, type Page, test } from '@playwright/test'
import sharp from 'sharp'
import { signedIn, somebody, subscribed } from '../support/people.ts'
import { staffBrowser } from '../support/staff.ts'
import { root, stack } from '../support/stack.ts'
import { checkSound, lookAs, type Look } from './look.ts'
import { pagesOf, type Shown, type Who } from './pages.ts'
import { states } from './states.ts'
import { checkOtherWays } from './ways.ts'

// oxlint-disable-next-line node/no-process-env -- set by `run.ts`
const work = process.env.FOLDLINE_DESIGN
const checks = work === 'check'
const widths = checks ? [390, 1280] : [390, 768, 1280]
const looks: Look[] = widths.flatMap((width) =>
  (['light', 'dark'] as const).map((colorScheme) => ({ width, colorScheme })),
)

const everything = path.join(root, 'test-results', 'design')
const kept = path.join(root, 'docs', 'pictures')
/** Kept are a phone by night and a desk by day, so far down as somebody scrolls once, and small. */
const isKept = ({ width, colorScheme }: Look) =>
  (width === 390 && colorScheme === 'dark') || (width === 1280 && colorScheme === 'light')
const KEPT = { 390: { wide: 390, high: 1100 }, 1280: { wide: 900, high: 1000 } }

const opening: Record<Who, (browser: Browser) => Promise<BrowserContext>> = {
  anyone: async (browser) => browser.newContext({ baseURL: stack().site }),
  registered: async (browser) => signedIn(browser, somebody('design.registered')),
  subscriber: async (browser) => subscribed(browser, somebody('design.subscriber')),
  support: async (browser) => (await staffBrowser(browser, 'support')).context,
  admin: async (browser) => (await staffBrowser(browser, 'admin')).context,
}

for (const who of ['anyone', 'registered', 'subscriber', 'support', 'admin'] as const)
  test(`every page as ${who} sees it`, async ({ browser }) => {
    test.setTimeout(1_800_000)
    const context = await opening[who](browser)
    for (const shown of pagesOf(who)) if (work !== 'kept' || shown.kept) await show(context, shown)
    await context.close()
  })

// None of their pictures is kept.
for (const [name, reach] of work === 'kept' ? [] : Object.entries(states))
  test(`what ${name} shows`, async ({ browser }) => {
    test.setTimeout(1_800_000)
    const { context, shown } = await reach(browser)
    for (const one of shown) await show(context, { ...one, who: 'anyone' })
    await context.close()
  })

/** A page is opened at its address, a mail as it is. */
async function open(page: Page, { name, path: address, html, status = 200 }: Shown): Promise<void> {
  if (html !== undefined) return page.setContent(html)
  const answer = await page.goto(address ?? '/')
  expect(answer?.status(), name).toBe(status)
}

async function show(context: BrowserContext, shown: Shown): Promise<void> {
  const page = await context.newPage()
  await open(page, shown)
  for (const look of work === 'kept' ? looks.filter((one) => isKept(one)) : looks) {
    await lookAs(page, look)
    const place = `${shown.name} ${look.width} ${look.colorScheme}`
    if (checks && shown.html === undefined) await checkSound(page, place)
    else if (!checks)
      await keep(await page.screenshot({ fullPage: true }), place.replaceAll(' ', '-'), {
        shown,
        look,
      })
  }
  // A mail is no page: it has no landmarks, and programs show it in colours of their own.
  if (checks && shown.html === undefined) await checkOtherWays(page, shown.name)
  await page.close()
}

async function keep(
  png: Buffer,
  name: string,
  { shown, look }: { shown: Shown; look: Look },
): Promise<void> {
  mkdirSync(everything, { recursive: true })
  writeFileSync(path.join(everything, `${name}.webp`), await sharp(png).webp().toBuffer())
  if (!shown.kept || !isKept(look)) return
  const { wide, high } = KEPT[look.width === 390 ? 390 : 1280]
  const { width, height } = await sharp(png).metadata()
  const seen = Math.min(height, Math.round((high * width) / wide))
  const small = sharp(png)
    .extract({ left: 0, top: 0, width, height: seen })
    .resize({ width: wide })
    .webp({ quality: 62, effort: 6 })
  writeFileSync(path.join(kept, `${name}.webp`), await small.toBuffer())
}
