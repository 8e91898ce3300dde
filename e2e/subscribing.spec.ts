import { expect, test } from '@playwright/test'
import { waitForMail } from './support/inbox.ts'
import { openPortal, payWithCard, signedIn, somebody, subscribed } from './support/people.ts'
import { changeAtStripe, customerOf, subscriptionsOf, tellStripe } from './support/stripe.ts'
import { stack } from './support/stack.ts'
import { withOwner } from './wall/sql.ts'

test('a declined card is told on the payment page, and another one works', async ({ browser }) => {
  const email = somebody('declined')
  const context = await signedIn(browser, email)
  const page = await context.newPage()
  await page.goto('/subscribe')
  await page.getByRole('button', { name: 'Continue to payment' }).click()
  await payWithCard(page, '4000000000009995')
  await expect(page.getByText('Your card has insufficient funds.')).toBeVisible()
  const article = await context.newPage()
  await article.goto('/articles/low-water-at-skelmouth')
  await expect(article.locator('#subscribe-to-read-on')).toBeVisible()
  await payWithCard(page)
  await page.waitForURL(`${stack().site}/**`)
  await article.reload()
  await expect(article.locator('#subscribe-to-read-on')).toHaveCount(0)
  expect(await subscriptionsOf(await customerOf(email))).toHaveLength(1)
  await context.close()
})

test('who has a subscription is led to the account and sold no second one', async ({ browser }) => {
  const email = somebody('second')
  const context = await signedIn(browser, email)
  const [first, second] = [await context.newPage(), await context.newPage()]
  await first.goto('/subscribe')
  await second.goto('/subscribe')
  await first.getByRole('button', { name: 'Continue to payment' }).click()
  await first.waitForURL(`${stack().stripe}/**`)
  const session = first.url()
  await second.getByRole('button', { name: 'Continue to payment' }).click()
  await second.waitForURL(`${stack().stripe}/**`)
  expect(second.url()).toBe(session)

  await payWithCard(first)
  await first.waitForURL(`${stack().site}/**`)
  await second.goto('/subscribe')
  await expect(second.getByRole('heading', { name: 'Everything is open to you' })).toBeVisible()
  expect(await subscriptionsOf(await customerOf(email))).toHaveLength(1)
  await context.close()
})

test('an old subscribe page that is sent after paying leads to the account', async ({
  browser,
}) => {
  const email = somebody('old.page')
  const context = await signedIn(browser, email)
  const old = await context.newPage()
  await old.goto('/subscribe')
  const page = await context.newPage()
  await page.goto('/subscribe')
  await page.getByRole('button', { name: 'Continue to payment' }).click()
  await payWithCard(page)
  await page.waitForURL(`${stack().site}/**`)
  await old.getByRole('button', { name: 'Continue to payment' }).click()
  await expect(old).toHaveURL(`${stack().site}/account`)
  expect(await subscriptionsOf(await customerOf(email))).toHaveLength(1)
  await context.close()
})

test('coming back without paying leads to the subscribe page and unlocks nothing', async ({
  browser,
}) => {
  const context = await signedIn(browser, somebody('back'))
  const page = await context.newPage()
  await page.goto('/subscribe?from=/articles/low-water-at-skelmouth')
  await page.getByRole('button', { name: 'Continue to payment' }).click()
  await page.waitForURL(`${stack().stripe}/**`)
  await page.goto(`${stack().site}/subscribe/return`)
  await expect(page.getByRole('heading', { name: 'One moment' })).toBeVisible()
  await expect(page.locator('meta[http-equiv="refresh"]')).toHaveAttribute(
    'content',
    '4;url=/subscribe/return?look=2',
  )
  await page.goto('/subscribe/return?look=15')
  await expect(page.getByRole('heading', { name: 'Not confirmed yet' })).toBeVisible()
  await expect(page.locator('meta[http-equiv="refresh"]')).toHaveCount(0)
  await page.goto('/articles/low-water-at-skelmouth')
  await expect(page.locator('#subscribe-to-read-on')).toBeVisible()
  await context.close()
})

test('canceled in two clicks from the account, told by mail, and resumed', async ({ browser }) => {
  const email = somebody('two.clicks')
  const context = await subscribed(browser, email)
  const page = await context.newPage()
  await page.setViewportSize({ width: 390, height: 660 })
  await page.goto('/account')
  await page.getByRole('link', { name: 'Cancel subscription' }).click()
  const button = page.getByRole('button', { name: 'Cancel subscription' })
  await expect(button).toBeInViewport({ ratio: 1 })
  await button.click()
  await expect(page.getByText(/^Your subscription ends on .* We sent you a mail\.$/)).toBeVisible()
  await waitForMail(email, /Your subscription ends on/)
  await page.getByRole('button', { name: 'Resume subscription' }).click()
  await expect(page.getByText(/Your subscription renews on/)).toBeVisible()
  await context.close()
})

test('54: a failed payment is told on every page, with the one link that mends it', async ({
  browser,
}) => {
  const email = somebody('banner')
  const context = await subscribed(browser, email)
  const [subscription] = await subscriptionsOf(await customerOf(email))
  await tellStripe(`/subscriptions/${subscription}/state`, { state: 'past_due' })
  const told = async () => JSON.stringify(await (await context.request.get('/api/me')).json())
  await expect.poll(told).toContain('"kind":"payment_failed"')
  const page = await context.newPage()
  for (const path of ['/', '/account', '/subscribe']) {
    await page.goto(path)
    const banner = page.getByRole('region', { name: 'About your subscription' })
    await expect(banner).toContainText('Your last payment failed.')
    await expect(banner.getByRole('button', { name: 'Not now' })).toHaveCount(0)
  }
  await page.getByRole('link', { name: 'Pay now' }).first().click()
  await page.waitForURL(`${stack().stripe}/i/**`)
  await context.close()
})

test('nobody asks who an anonymous reader is', async ({ page }) => {
  const asked: string[] = []
  page.on('request', (request) => asked.push(new URL(request.url()).pathname))
  await page.goto(stack().site, { waitUntil: 'networkidle' })
  expect(asked).toContain('/')
  expect(asked).not.toContain('/api/me')
})

test('a cancellation can be taken back in the portal', async ({ browser }) => {
  const context = await subscribed(browser, somebody('resume'))
  const page = await context.newPage()
  await page.goto('/account')
  await openPortal(page)
  await page.getByRole('link', { name: 'Cancel subscription' }).click()
  await page.getByRole('button', { name: 'Cancel subscription' }).click()
  await page
    .getByRole('button', { name: 'Don’t cancel subscription' })
    .or(page.getByRole('button', { name: "Don't cancel subscription" }))
    .click()
  // Both pages of the portal have a way back; the form is done when this is said.
  await expect(page.getByText('Your subscription goes on.')).toBeVisible()
  await page.getByRole('link', { name: /^Return to/ }).click()
  await expect(page.getByText(/Your subscription renews on/)).toBeVisible()
  await context.close()
})

test('46: another site cannot send a reader to checkout or out of their session', async ({
  browser,
}) => {
  const context = await signedIn(browser, somebody('cross.site'))
  for (const path of ['/subscribe', '/account', '/sign-in']) {
    const answer = await context.request.post(`${stack().site}${path}`, {
      headers: { Origin: 'https://evil.example' },
      form: { from: '/' },
    })
    expect(answer.status()).toBe(403)
  }
  const page = await context.newPage()
  await page.goto('/account')
  await expect(page.getByRole('heading', { name: 'Your account' })).toBeVisible()
  await context.close()
})

test('the year is bought with a promotion code, on the terms that stood beside the button', async ({
  browser,
}) => {
  const [email, code] = [somebody('year'), `HALF${Date.now()}`]
  await changeAtStripe('/v1/coupons', { id: code, percent_off: '50', duration: 'once' })
  await changeAtStripe('/v1/promotion_codes', {
    code,
    'promotion[type]': 'coupon',
    'promotion[coupon]': code,
  })
  const context = await signedIn(browser, email)
  const page = await context.newPage()
  await page.goto('/subscribe')
  await page.getByRole('radio', { name: /Annual/ }).check()
  const terms = await page.getByText(/annual plan: \$50 a year/).innerText()
  await page.getByRole('button', { name: 'Continue to payment: annual, $50 a year' }).click()
  await page.getByLabel('Promotion code').fill(code)
  await page.getByRole('button', { name: 'Apply' }).click()
  await expect(page.getByText('Total due today').locator('..')).toContainText('$25.00')
  await payWithCard(page)
  await page.waitForURL(`${stack().site}/**`)
  const kept = await withOwner(async (owner) => [
    ...(await owner`
      select c.text, a.plan, a.state from consent c
        join checkout_attempt a on a.id = c.subject_id
        join reader r on r.id = c.reader_id where r.email = ${email}`),
  ])
  expect(kept).toEqual([
    { text: terms.replace(/^.*?agree to this: /, ''), plan: 'annual', state: 'completed' },
  ])
  await context.close()
})

test('the plan is changed for what the preview said', async ({ browser }) => {
  const context = await subscribed(browser, somebody('switch'))
  const page = await context.newPage()
  await page.goto('/account/plan')
  await expect(
    page.getByText(/^You pay \$45\.\d\d now: \$50\.00 for the year from today/),
  ).toBeVisible()
  await page.getByRole('button', { name: /^Change to annual and pay \$45/ }).click()
  await expect(page.getByText('Your plan is changed.')).toBeVisible()
  await expect(page.getByText('Annual, $50.00 a year')).toBeVisible()
  await page.getByRole('link', { name: 'See what changing to it costs' }).click()
  await expect(page.getByText(/stays on your account as credit/)).toBeVisible()
  await context.close()
})

test('on a phone one screen has what one gets, the price, the renewal, how to cancel and the button; the way back is named', async ({
  browser,
}) => {
  const context = await browser.newContext({
    baseURL: stack().site,
    viewport: { width: 390, height: 844 },
    javaScriptEnabled: false,
  })
  const page = await context.newPage()
  await page.goto('/articles/low-water-at-skelmouth')
  await page.getByRole('link', { name: 'Subscribe for $5 a month' }).click()
  await expect(page.getByRole('link', { name: 'Low water at Skelmouth' })).toBeVisible()
  const main = page.getByRole('main')
  await page.getByRole('radio', { name: /Annual/ }).check()
  const parts = [
    main.getByRole('heading', { name: 'Read to the end' }),
    main.getByText('Every article to its last line'),
    main.getByRole('radio', { name: /Monthly.*\$5.*a month/ }),
    main.getByRole('radio', { name: /Annual.*\$50.*a year/ }),
    main.getByText('Renews every year. Cancel in two clicks.'),
    main.getByRole('button', { name: 'Subscribe for $50 a year' }),
    // What is agreed to, to its last line.
    main.getByText(/^You sign in first/).filter({ visible: true }),
  ]
  for (const part of parts) await expect(part).toBeInViewport({ ratio: 1 })
  await main.getByRole('button', { name: 'Subscribe for $50 a year' }).click()
  await expect(page).toHaveURL(/\/sign-in\?/)
  expect(new URL(page.url()).searchParams.get('to')).toBe(
    `/subscribe?${new URLSearchParams({ plan: 'annual', from: '/articles/low-water-at-skelmouth#read-on' })}`,
  )
  await context.close()
})
