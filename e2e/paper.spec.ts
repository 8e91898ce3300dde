/** On paper: the article and nothing around it. That nothing else is printed on any page: `design/ways.ts`. */
import { expect, test } from '@playwright/test'
import { somebody, subscribed } from './support/people.ts'
import { stack } from './support/stack.ts'

const article = '/articles/low-water-at-skelmouth'

test('an article is printed whole for who may read it, and a cut one says where the whole is', async ({
  browser,
  page,
}) => {
  const address = `${stack().site}${article}`
  await page.goto(address)
  await page.emulateMedia({ media: 'print' })
  await expect(
    page.getByText(`This is the free part. The whole article is at ${address}`),
  ).toBeVisible()
  await expect(page.getByText('This is as far as the free part goes')).toBeHidden()

  const context = await subscribed(browser, somebody('prints'))
  const whole = await context.newPage()
  await whole.goto(address)
  await expect(whole.getByText(address, { exact: true })).toBeHidden()
  await whole.emulateMedia({ media: 'print' })
  await expect(whole.getByText(/begins very faintly to tick/)).toBeVisible()
  await expect(whole.getByText(address, { exact: true })).toBeVisible()
  await expect(whole.getByRole('heading', { level: 1 })).toBeVisible()
  for (const around of ['Share this article', 'Comments', 'Latest', 'Related'])
    await expect(whole.getByText(around, { exact: true }).first()).toBeHidden()
  // A link says where it leads.
  const says = await whole.evaluate(() => {
    const link = document.createElement('a')
    link.href = 'https://elsewhere.example/a'
    document.querySelector('.prose p')?.append(link)
    return getComputedStyle(link, '::after').content
  })
  expect(says).toContain('https://elsewhere.example/a')
  await context.close()
})
