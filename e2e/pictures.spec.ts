import { randomBytes, randomUUID } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { type APIRequestContext, expect, type Page, test } from '@playwright/test'
import { endCallers, newStranger, signedInCaller } from './support/callers.ts'
import { foldline } from './support/command.ts'
import { readForm } from './support/forms.ts'
import { somebody, subscribed } from './support/people.ts'
import { staffBrowser, staffCaller } from './support/staff.ts'
import { dataFolder, root, stack } from './support/stack.ts'
import { drawKept } from './wall/kept-picture.ts'

const folder = path.join(dataFolder, 'pictures-test')
const ADD = '/newsroom/pictures/add'

/** Each time another file, so that nobody has added it before. */
const plate = () =>
  Buffer.concat([
    readFileSync(path.join(root, 'public', 'pictures', 'the-night-yard.webp')),
    randomBytes(8),
  ])

/** The picture at this selector was loaded and can be seen. */
const isSeen = async (page: Page, selector: string) =>
  expect
    .poll(() =>
      page
        .locator(selector)
        .evaluate((image) => image instanceof HTMLImageElement && image.naturalWidth),
    )
    .toBeGreaterThan(0)

test('a writer adds a picture, and what went wrong before is told with the form', async ({
  browser,
}) => {
  const { context } = await staffBrowser(browser, 'writer')
  const page = await context.newPage()
  await page.goto(`${stack().site}/newsroom`)
  await page.getByRole('main').getByRole('link', { name: 'Pictures' }).click()
  await page.getByRole('link', { name: 'Add a picture' }).click()
  await page.getByLabel('What it shows').fill('Cranes over a yard at night, "one" lit')
  await page.getByLabel('Credit').fill('Plate: R. Osei & Co')
  const file = page.getByLabel('File', { exact: true })
  const add = page.getByRole('button', { name: 'Add the picture' })
  const problem = page.getByRole('alert').filter({ hasText: /./ })

  await add.click()
  await expect(problem).toHaveText('Choose a file, or type the address of a picture.')
  await file.setInputFiles({
    name: 'plan.jpg',
    mimeType: 'image/jpeg',
    buffer: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'),
  })
  await add.click()
  await expect(problem).toContainText('An SVG can hold scripts and is not taken.')
  await expect(problem).toContainText('Choose the file again.')
  await page.getByLabel('Or its address').fill('https://127.0.0.1/latest/meta-data')
  await add.click()
  await expect(problem).toContainText('does not lead to the open internet')
  await expect(page.getByLabel('Or its address')).toHaveValue('https://127.0.0.1/latest/meta-data')
  await expect(page.getByLabel('Credit')).toHaveValue('Plate: R. Osei & Co')

  await page.getByLabel('Or its address').fill('')
  await file.setInputFiles({ name: 'yard.webp', mimeType: 'image/webp', buffer: plate() })
  await add.click()
  await expect(page.getByText('The picture is kept, in every width.')).toBeVisible()
  await isSeen(page, 'main img')
  await expect(page.getByText('No article shows it.')).toBeVisible()
  await expect(page.getByText('credit: "Plate: R. Osei & Co"')).toBeVisible()
  await page.getByRole('main').getByRole('link', { name: 'Pictures' }).click()
  const tile = page.getByRole('listitem').filter({ hasText: 'Cranes over a yard at night' }).first()
  await expect(tile).toContainText('In no article')
  await tile.getByRole('link').click()

  await page.getByText('Delete this picture').click()
  await page.getByRole('button', { name: 'Delete it for good' }).click()
  await expect(page.getByText('The picture and its files are deleted.')).toBeVisible()
  await context.close()
})

test('what an article shows above its marker everybody sees, what below who may read on', async ({
  browser,
  page,
}) => {
  mkdirSync(folder, { recursive: true })
  const slug = `pictured-${randomUUID()}`
  const below = drawKept(slug)
  writeFileSync(path.join(folder, 'lead.webp'), plate())
  writeFileSync(path.join(folder, below.name), below.bytes)
  const file = path.join(folder, `${slug}.md`)
  writeFileSync(
    file,
    `---\ntitle: A yard with two pictures\nslug: ${slug}\naccess: subscriber\npublished: 2026-01-02T06:00:00Z\npicture:\n  src: lead.webp\n  alt: Cranes\n---\n\nOpen.\n\n---paywall---\n\n![Noise](${below.name})\n`,
  )
  expect(await foldline('import', file, '--publish')).toMatchObject({ code: 0 })

  await page.goto(`${stack().site}/articles/${slug}`)
  await isSeen(page, 'article figure img')
  expect(await page.content()).not.toContain(below.hash)
  const reader = await subscribed(browser, somebody('pictured'))
  const whole = await reader.newPage()
  await whole.goto(`${stack().site}/articles/${slug}`)
  await whole.locator('#read-on img').scrollIntoViewIfNeeded()
  await isSeen(whole, '#read-on img')
  const source = await whole
    .locator('#read-on img')
    .evaluate((image) => image instanceof HTMLImageElement && image.currentSrc)
  expect(source).toBe(`${stack().site}/pictures/${below.hash}/120.avif`)
  expect((await page.request.get(String(source))).status()).toBe(404)
  await reader.close()

  const { context: desk } = await staffBrowser(browser, 'editor')
  const list = await desk.newPage()
  await list.goto(`${stack().site}/newsroom/pictures`)
  await list.getByRole('link', { name: 'Noise' }).first().click()
  await expect(list.getByText('Only who may read on sees it there.')).toBeVisible()
  await expect(list.getByText('Delete this picture')).toHaveCount(0)
  await desk.close()
})

test('what is said of a picture is changed by staff, found by it, and read in its article at once', async ({
  browser,
  page,
}) => {
  const slug = `said-${randomUUID()}`
  mkdirSync(folder, { recursive: true })
  writeFileSync(path.join(folder, `${slug}.webp`), plate())
  const file = path.join(folder, `${slug}.md`)
  writeFileSync(
    file,
    `---\ntitle: A yard that is said anew\nslug: ${slug}\naccess: free\npublished: 2026-01-02T06:00:00Z\npicture:\n  src: ${slug}.webp\n  alt: Cranes of ${slug}\n---\n\nOpen.\n`,
  )
  expect(await foldline('import', file, '--publish')).toMatchObject({ code: 0 })
  await page.goto(`${stack().site}/articles/${slug}`)
  await expect(page.locator('article figure img')).toHaveAttribute('alt', `Cranes of ${slug}`)

  const { context } = await staffBrowser(browser, 'writer')
  const desk = await context.newPage()
  await desk.goto(`${stack().site}/newsroom/pictures`)
  const box = desk.getByRole('searchbox')
  await box.fill(`${slug} nowhere`)
  await box.press('Enter')
  await expect(desk.getByText('Of no picture are all of these words said.')).toBeVisible()
  await box.fill(`${slug}.webp`)
  await box.press('Enter')
  await desk.getByRole('link', { name: `Cranes of ${slug}` }).click()
  await desk.getByText('Say something else of it').click()
  await desk.getByLabel('What it shows').fill(' ')
  await desk.getByRole('button', { name: 'Say it like this' }).click()
  await expect(desk.getByRole('alert').filter({ hasText: /./ })).toContainText(
    'Say what the picture shows',
  )
  await desk.getByLabel('What it shows').fill(`Gulls of ${slug}`)
  await desk.getByLabel('Caption').fill('Before the rain & after')
  await desk.getByLabel('Credit').fill('Plate: N. Osei')
  await desk.getByRole('button', { name: 'Say it like this' }).click()
  await expect(desk.getByText('It is said like this from now on')).toBeVisible()
  await context.close()

  await page.reload()
  await expect(page.locator('article figure img')).toHaveAttribute('alt', `Gulls of ${slug}`)
  await expect(page.locator('article figcaption')).toContainText('Before the rain & after')
  await expect(page.locator('article figcaption')).toContainText('Plate: N. Osei')
})

/** Sends the form for a picture as a browser without scripts does. */
async function send(caller: APIRequestContext, fields: Record<string, string>, bytes: Buffer) {
  const answer = await caller.post(`${stack().site}${ADD}`, {
    headers: { Origin: stack().site },
    multipart: { ...fields, file: { name: 'a.png', mimeType: 'image/png', buffer: bytes } },
    maxRedirects: 0,
  })
  return { status: answer.status(), to: answer.headers().location ?? '', html: await answer.text() }
}

test('without JavaScript it is the same, and files are taken from staff alone', async () => {
  const writer = await staffCaller('writer')
  const { fields } = await readForm(writer, ADD, 'Add the picture')
  const { bytes } = drawKept(randomUUID())
  const wrong = await send(
    writer,
    { ...fields, alt: 'It is $5 & "more"' },
    Buffer.from('no picture'),
  )
  expect(wrong.status).toBe(200)
  expect(wrong.html).toContain('This is no picture of a kind that is taken.')
  expect(wrong.html).toContain('It is $5 &amp; &quot;more&quot;')

  const large = Buffer.concat([bytes, randomBytes(3_000_000)])
  const added = await send(writer, { ...fields, alt: 'Noise' }, large)
  expect([added.status, added.to]).toEqual([303, expect.stringMatching(/\?did=added$/)])
  const again = await send(writer, { ...fields, alt: 'Other words' }, large)
  expect(again.to).toBe(added.to.replace('added', 'known'))

  const reader = await signedInCaller(somebody('no.staff'))
  const stranger = await newStranger()
  for (const caller of [reader, stranger])
    expect((await send(caller, { ...fields, alt: 'Noise' }, large)).status).toBe(413)
  await endCallers()
})
