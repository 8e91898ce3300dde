import { expect, type Page, test } from '@playwright/test'
import { stack } from './support/stack.ts'

/** What a page was refused by its policy, and what broke on it. */
function watch(page: Page): string[] {
  const refused: string[] = []
  page.on('pageerror', ({ message }) => refused.push(message))
  page.on('console', (message) => {
    if (/Content Security Policy|requires '?Trusted/i.test(message.text()))
      refused.push(message.text())
  })
  return refused
}

const policyOf = async (page: Page, path: string) =>
  (await page.request.get(`${stack().site}${path}`)).headers()['content-security-policy'] ?? ''

for (const path of [
  '/',
  '/articles/low-water-at-skelmouth',
  '/articles/there-is-none',
  '/sign-in',
  '/subscribe',
])
  test(`nothing inline runs on ${path} that is not named, and no text becomes code`, async ({
    page,
  }) => {
    const policy = await policyOf(page, path)
    expect(policy).not.toMatch(/unsafe-|https?:\/\/\*|script-src[^;]* \*/)
    expect(policy).toContain("require-trusted-types-for 'script'")
    const refused = watch(page)
    await page.goto(`${stack().site}${path}`, { waitUntil: 'networkidle' })
    expect(refused).toEqual([])
    const ran = await page.evaluate(() => {
      const script = document.createElement('script')
      const done: string[] = []
      try {
        script.textContent = 'document.documentElement.dataset.ran = "yes"'
        document.head.append(script)
      } catch {
        done.push('refused as text')
      }
      try {
        document.body.insertAdjacentHTML('beforeend', '<img src="x" onerror="alert(1)">')
      } catch {
        done.push('refused as HTML')
      }
      return [...done, document.documentElement.dataset.ran ?? 'did not run']
    })
    expect(ran).toEqual(['refused as text', 'refused as HTML', 'did not run'])
  })

test('a nonce is another one each time, and not the one a sender names', async ({ request }) => {
  const nonceOf = async () => {
    const answer = await request.get(`${stack().site}/sign-in`, {
      headers: { 'Content-Security-Policy': "script-src 'nonce-chosen'" },
    })
    const [, nonce = ''] =
      /'nonce-([^']+)'/.exec(answer.headers()['content-security-policy'] ?? '') ?? []
    const html = await answer.text()
    expect(html).toContain(` nonce="${nonce}"`)
    expect(html).not.toContain('chosen')
    return nonce
  }
  expect(await nonceOf()).not.toBe(await nonceOf())
})
