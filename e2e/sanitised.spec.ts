import { execFileSync } from 'node:child_process'
import { randomInt } from 'node:crypto'
import path from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { z } from 'zod'
import { root } from './support/stack.ts'

/** What the sanitiser leaves of attacks, some of them drawn with this seed. */
function sanitised(seed: number): string[] {
  const printer = path.join(root, 'lib', 'articles', 'testing', 'print-attacks.ts')
  const printed = execFileSync(process.execPath, [printer, String(seed)], { maxBuffer: 2 ** 28 })
  return z.array(z.string()).parse(JSON.parse(printed.toString()))
}

/** Everything that a page without any policy runs or asks for, other than pictures. */
async function watch(page: Page): Promise<string[]> {
  const seen: string[] = []
  await page.exposeFunction('tellTest', (what: string) => seen.push(what))
  await page.addInitScript(`for (const name of ['alert', 'prompt', 'confirm', 'print', 'open'])
    window[name] = () => void window.tellTest(name)`)
  page.on('dialog', (dialog) => {
    seen.push(dialog.message())
    void dialog.dismiss()
  })
  page.on('popup', () => seen.push('a window'))
  page.on('framenavigated', (frame) => seen.push(`went to ${frame.url()}`))
  await page.route('**/*', async (route) => {
    if (route.request().resourceType() !== 'image') seen.push(route.request().url())
    await route.abort()
  })
  await page.goto('about:blank')
  seen.length = 0
  return seen
}

const asPage = (html: string[]) =>
  `<!doctype html><html><head><title>a</title></head><body>${html.join('\n')}</body></html>`

test('no attack that was sanitised runs, asks for anything, or is another when it is read again', async ({
  page,
}) => {
  const seed = randomInt(1, 2 ** 31 - 1)
  process.stdout.write(`fuzz: attacks in a browser: seed ${seed}\n`)
  const html = sanitised(seed)
  expect(html.length).toBeGreaterThan(700)
  const seen = await watch(page)
  await page.setContent(asPage(html), { waitUntil: 'load' })
  await page.mouse.wheel(0, 100_000)
  const found = await page.evaluate((all) => {
    const wrong: string[] = []
    const scripts = 'script,style,iframe,object,embed,svg,math,form,input,template,base,link,meta'
    for (const one of document.body.querySelectorAll('*')) {
      if (one.matches(scripts) || one.namespaceURI !== 'http://www.w3.org/1999/xhtml')
        wrong.push(one.outerHTML)
      for (const { name, value } of one.attributes)
        if (
          /^on|^style$|^srcdoc$|^form/i.test(name) ||
          /^\s*(?:javascript|data|vbscript):/i.test(value)
        )
          wrong.push(`${one.tagName} ${name}=${value}`)
    }
    // oxlint-disable-next-line unicorn/consistent-function-scoping -- it runs in the browser
    const parse = (one: string) => new DOMParser().parseFromString(one, 'text/html').body.innerHTML
    // As a browser writes what it has read, and reads what it has written.
    for (const one of all) {
      const once = parse(one)
      if (parse(once) !== once) wrong.push(`changes: ${one}`)
    }
    return wrong
  }, html)
  expect(found).toEqual([])
  expect(seen).toEqual([])
})

test('an attack that was not sanitised is seen', async ({ page }) => {
  const seen = await watch(page)
  await page.setContent(asPage(['<img src="x:" onerror="alert(1)">']), { waitUntil: 'load' })
  await expect.poll(() => seen).toContain('alert')
})
