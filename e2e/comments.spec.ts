import { randomUUID } from 'node:crypto'
import { expect, test } from '@playwright/test'
import { endCallers, signedInCaller } from './support/callers.ts'
import { readForm, sendForm } from './support/forms.ts'
import { signInHere, signedIn, somebody } from './support/people.ts'
import { stack } from './support/stack.ts'
import { withOwner } from './wall/sql.ts'

const article = '/articles/let-the-fields-flood'
const write = `/comments/write?article=let-the-fields-flood`
/** Words that nobody else writes in this run. */
const words = () => `Reeds grow back, ${randomUUID().slice(0, 8)}.`

test.use({ baseURL: stack().site })

test.describe('without a script', () => {
  test.use({ javaScriptEnabled: false })

  test('a stranger reads, signs in to write, and finds the comment where it stands', async ({
    page,
  }) => {
    const said = words()
    await page.goto(article)
    const comments = page.getByRole('region', { name: 'Comments' })
    await expect(comments.getByText('I farm 90 hectares')).toBeVisible()
    await expect(comments.getByText('Editors’ pick')).toBeVisible()
    await comments.getByRole('link', { name: 'Sign in to comment' }).click()
    await signInHere(page, somebody('writes'))
    await page.getByLabel('Your comment').fill(`${said}\n\nSee https://reeds.example/a.`)
    await page.getByLabel('Your name').fill('The Leadline')
    await page.getByRole('button', { name: 'Post comment' }).click()
    await expect(page.getByText('could be taken for somebody who works for')).toBeVisible()
    await expect(page.getByLabel('Your comment')).toHaveValue(new RegExp(said))
    await page.getByLabel('Your name').fill('Nell Sedge')
    await page.getByRole('button', { name: 'Post comment' }).click()
    await expect(page).toHaveURL(/\/comments#comment-[\da-f-]{36}$/)
    const own = page.getByRole('article', { name: 'Nell Sedge' }).filter({ hasText: said })
    await expect(own).toBeVisible()
    await expect(own.getByRole('link', { name: 'reeds.example/a' })).toHaveAttribute(
      'rel',
      'ugc nofollow noopener',
    )
    await own.getByRole('link', { name: /^Reply/ }).click()
    const answer = words()
    await page.getByLabel('Your reply').fill(answer)
    await page.getByRole('button', { name: 'Post reply' }).click()
    await expect(page).toHaveURL(/thread=[\da-f-]{36}#comment-[\da-f-]{36}$/)
    await expect(page.getByRole('list', { name: 'Replies' }).getByText(answer)).toBeVisible()
    await expect(page.getByText(said)).toBeVisible()
  })

  test('a comment is changed and taken back by its writer, and everybody sees that at once', async ({
    request,
  }) => {
    const caller = await signedInCaller(somebody('changes'))
    const said = words()
    const form = await readForm(caller, write, 'Post comment')
    const { location = '' } = await sendForm(caller, form, { body: said, name: 'Nell Sedge' })
    const all = `${article}/comments`
    expect(location).toContain(`${all}#comment-`)
    const asStranger = async () => (await request.get(all)).text()
    expect(await asStranger()).toContain(said)
    const [, id = ''] = /#comment-([\da-f-]{36})$/.exec(location) ?? []
    const edit = await readForm(caller, `/comments/edit?comment=${id}`, 'Save')
    const better = words()
    expect((await sendForm(caller, edit, { body: better })).status).toBe(303)
    expect(await asStranger()).toContain(better)
    expect(await asStranger()).not.toContain(said)
    const other = await signedInCaller(somebody('other'))
    expect(await (await other.get(`${stack().site}/comments/edit?comment=${id}`)).text()).toContain(
      'by whoever wrote it',
    )
    expect((await sendForm(other, edit, { body: 'Theirs' })).html).toContain('ten minutes are over')
    const back = await readForm(caller, `/comments/edit?comment=${id}`, 'Take it back')
    expect((await sendForm(other, back)).location).toBe('/account/comments?notice=late')
    expect(await asStranger()).toContain(better)
    expect((await sendForm(caller, back)).location).toBe('/account/comments?notice=taken_back')
    expect(await asStranger()).not.toContain(better)
    await endCallers()
  })

  test('whatever goes wrong, what was typed is still there', async ({ request }) => {
    const caller = await signedInCaller(somebody('keeps'))
    const form = await readForm(caller, write, 'Post comment')
    const sent = async (body: string, sender = caller) =>
      (await sendForm(sender, form, { body, name: 'Nell Sedge' })).html
    const long = `${words()} ${'x'.repeat(2500)}`
    expect(await sent(long)).toContain(long)
    const said = words()
    // Signed out meanwhile.
    const asNobody = await sent(said, request)
    expect(asNobody).toContain(said)
    expect(asNobody).toContain('Sign in in another tab')
    for (let turn = 0; turn < 5; turn++) {
      const next = await readForm(caller, write, 'Post comment')
      await sendForm(caller, next, { body: words(), name: 'Nell Sedge' })
    }
    const limited = await sent(said)
    expect(limited).toContain('You have written a lot just now')
    expect(limited).toContain(said)
    await endCallers()
  })

  test('a word of the list holds a comment: its writer sees it in their account, nobody else', async ({
    request,
  }) => {
    const caller = await signedInCaller(somebody('held'))
    const said = words()
    const form = await readForm(caller, write, 'Post comment')
    const { status, html } = await sendForm(caller, form, {
      body: `${said} LIÁR!`,
      name: 'Nell Sedge',
    })
    expect(status).toBe(200)
    expect(html).toContain('The editors look at this comment before it is shown')
    for (const path of [article, `${article}/comments`])
      expect(await (await request.get(path)).text()).not.toContain(said)
    expect(await (await caller.get(`${stack().site}/account/comments`)).text()).toContain(said)
    await endCallers()
  })
})

test('three reports take a comment from the page until staff have looked', async ({ request }) => {
  const writer = await signedInCaller(somebody('reported'))
  const said = words()
  const form = await readForm(writer, write, 'Post comment')
  const { location = '' } = await sendForm(writer, form, { body: said, name: 'Nell Sedge' })
  const [, id = ''] = /#comment-([\da-f-]{36})$/.exec(location) ?? []
  for (let turn = 0; turn < 3; turn++) {
    expect(await (await request.get(`${article}/comments`)).text()).toContain(said)
    const caller = await signedInCaller(somebody('reports'))
    const report = await readForm(caller, `/comments/report?comment=${id}`, 'Report')
    const sent = await sendForm(caller, report, { reason: 'abuse', note: 'Rude.' })
    expect(sent.location).toBe('/comments/report?done=let-the-fields-flood')
  }
  expect(await (await request.get(`${article}/comments`)).text()).not.toContain(said)
  await endCallers()
})

test('pages of comments have no more scripts than other pages of reading', async ({ browser }) => {
  const context = await signedIn(browser, somebody('scripts'))
  for (const path of [article, `${article}/comments`, write]) {
    const html = await (await context.request.get(path)).text()
    const scripts = [...html.matchAll(/<script[^>]* src="([^"]*)"/g)].map(([, src]) => src)
    expect([path, scripts.filter((src) => src?.includes('/_next/'))]).toEqual([path, []])
  }
  await context.close()
})

test('an article whose comments staff closed shows them, and takes no more', async ({
  request,
}) => {
  const slug = 'what-a-day-of-demurrage-costs'
  const close = async (closed: boolean) =>
    withOwner(
      (owner) => owner`
        update article set comments_closed_at = ${closed ? new Date() : null} where slug = ${slug}`,
    )
  const caller = await signedInCaller(somebody('closed'))
  const form = await readForm(caller, `/comments/write?article=${slug}`, 'Post comment')
  await close(true)
  const page = async () => (await request.get(`/articles/${slug}/comments`)).text()
  await expect.poll(page).toContain('Comments are closed.')
  expect(await page()).toContain('Thirty years in chartering')
  expect(await page()).not.toContain('/comments/write')
  const said = words()
  const refused = await sendForm(caller, form, { body: said, name: 'Nell Sedge' })
  expect(refused.html).toContain('Comments on this article are closed.')
  expect(refused.html).toContain(said)
  await close(false)
  await endCallers()
})
