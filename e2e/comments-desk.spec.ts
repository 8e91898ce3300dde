import { randomUUID } from 'node:crypto'
import { AxeBuilder } from '@axe-core/playwright'
import { type APIRequestContext, expect, test } from '@playwright/test'
import { endCallers, signedInCaller } from './support/callers.ts'
import { foldline } from './support/command.ts'
import { readForm, sendForm } from './support/forms.ts'
import { somebody } from './support/people.ts'
import { staffBrowser } from './support/staff.ts'
import { stack } from './support/stack.ts'

const article = '/articles/the-ferry-that-carries-the-shift'
const write = '/comments/write?article=the-ferry-that-carries-the-shift'

test.use({ baseURL: stack().site })

/** Writes a comment for whoever is signed in; returns its id, when it is shown at once. */
async function say(caller: APIRequestContext, body: string): Promise<string> {
  const form = await readForm(caller, write, 'Post comment')
  const { location = '' } = await sendForm(caller, form, { body, name: 'Nell Sedge' })
  return /#comment-([\da-f-]{36})$/.exec(location)?.[1] ?? ''
}

const page = async (request: APIRequestContext, path = `${article}/comments`) =>
  (await request.get(`${stack().site}${path}`)).text()

test('an editor lets a held comment stand, picks it and removes it; its writer is told why', async ({
  browser,
  request,
}) => {
  const [writer, said] = [
    await signedInCaller(somebody('held')),
    `Tides, ${randomUUID()}, you liar`,
  ]
  await say(writer, said)
  expect(await page(request)).not.toContain(said)
  const { context } = await staffBrowser(browser, 'editor')
  const desk = await context.newPage()
  await desk.goto('/newsroom')
  await desk.getByRole('main').getByRole('link', { name: 'Comments' }).click()
  const waiting = desk.getByRole('listitem').filter({ hasText: said })
  await expect(waiting.getByText('Held: it says a word of the list.')).toBeVisible()
  await expect(desk.getByText('@example.org')).toHaveCount(0)
  await waiting.getByRole('button', { name: /^Let it stand/ }).click()
  await expect(desk.getByText('It stands.')).toBeVisible()
  expect(await page(request)).toContain(said)

  await desk.getByRole('link', { name: 'All', exact: true }).click()
  await desk.getByLabel('Words of a comment').fill(said)
  await desk.getByRole('button', { name: 'Find' }).click()
  await desk.getByRole('link', { name: /^Look closer/ }).click()
  await desk.getByRole('button', { name: 'Pick it' }).click()
  await expect(desk.getByText('It is picked.')).toBeVisible()
  expect(await page(request, `${article}/comments?show=picks`)).toContain(said)
  await desk.getByLabel('Why it is removed').fill('It calls somebody a liar.')
  await desk.getByRole('button', { name: 'Remove it' }).click()
  await expect(desk.getByText('It is removed.')).toBeVisible()
  expect(await page(request)).not.toContain(said)
  const own = await page(writer, '/account/comments')
  expect(own).toContain('The editors removed it: It calls somebody a liar.')
  expect(own).toContain(said)
  const { violations } = await new AxeBuilder({ page: desk }).setLegacyMode(true).analyze()
  expect(violations).toEqual([])
  await context.close()
  await endCallers()
})

test('who is banned is told until when, keeps what was typed, and writes again when it is lifted', async ({
  browser,
}) => {
  const writer = await signedInCaller(somebody('banned'))
  const id = await say(writer, `First, ${randomUUID()}`)
  const form = await readForm(writer, write, 'Post comment')
  const { context } = await staffBrowser(browser, 'editor')
  const desk = await context.newPage()
  await desk.goto(`/newsroom/comments/${id}`)
  await desk.getByLabel('No comments by its writer for').selectOption('a week')
  await desk.getByLabel('Why', { exact: true }).fill('Insults')
  await desk.getByRole('button', { name: 'Ban from commenting' }).click()
  await expect(desk.getByText('Its writer cannot write comments.')).toBeVisible()
  const said = `Second, ${randomUUID()}`
  const refused = await sendForm(writer, form, { body: said })
  expect(refused.html).toContain('You can write comments again from')
  expect(refused.html).toContain(said)
  expect(await page(writer, write)).toContain('You can write comments again from')
  await desk.getByRole('button', { name: 'Lift the ban' }).click()
  await expect(desk.getByText('Its writer can write comments again.')).toBeVisible()
  expect((await sendForm(writer, form, { body: said })).status).toBe(303)
  await context.close()
  await endCallers()
})

test('an editor puts words on the list and takes them off', async ({ browser }) => {
  const { context } = await staffBrowser(browser, 'editor')
  const desk = await context.newPage()
  const word = `Bárnacle ${randomUUID().slice(0, 6)}`
  await desk.goto('/newsroom/comments/words')
  await desk.getByLabel('A word, or several').fill(word)
  await desk.getByRole('button', { name: 'Add' }).click()
  await expect(desk.getByText('The word is on the list.')).toBeVisible()
  await desk.getByRole('button', { name: `Take off ${word}` }).click()
  await expect(desk.getByText('The word is off the list.')).toBeVisible()
  const { violations } = await new AxeBuilder({ page: desk }).setLegacyMode(true).analyze()
  expect(violations).toEqual([])
  await context.close()
})

test('the terminal lists, removes and brings back', async ({ request }) => {
  const writer = await signedInCaller(somebody('terminal'))
  const said = `At the terminal, ${randomUUID()}`
  const id = await say(writer, said)
  const list = await foldline('comments', 'list', 'all', '--json')
  expect(list.err).toBe('')
  expect(JSON.parse(list.out)).toContainEqual(
    expect.objectContaining({ id, body: said, state: 'visible' }),
  )
  expect((await foldline('comments', 'remove', id)).code).toBe(2)
  expect((await foldline('comments', 'remove', id, '--why', 'A test')).code).toBe(0)
  await expect.poll(async () => page(request)).not.toContain(said)
  expect((await foldline('comments', 'remove', id, '--why', 'A test')).code).toBe(1)
  expect((await foldline('comments', 'approve', id)).code).toBe(0)
  await expect.poll(async () => page(request)).toContain(said)
  await endCallers()
})
