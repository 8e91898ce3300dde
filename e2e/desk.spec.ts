import { type APIRequestContext, expect, test } from '@playwright/test'
import { endCallers, signedInCaller } from './support/callers.ts'
import { readForm, sendForm } from './support/forms.ts'
import { somebody, subscribeByForms } from './support/people.ts'
import { stack } from './support/stack.ts'

const read = async (caller: APIRequestContext, path: string) =>
  (await caller.get(`${stack().site}${path}`)).text()
const isWhole = async (caller: APIRequestContext) =>
  (await read(caller, '/articles/low-water-at-skelmouth')).includes('begins very faintly to tick')

test('what the desk gives opens the article, and what it takes back or refunds closes it', async () => {
  const email = somebody('desk')
  const [reader, admin] = await Promise.all([
    signedInCaller(email),
    signedInCaller('admin@leadline.example'),
  ])
  const list = await read(admin, `/newsroom/readers?${new URLSearchParams({ q: email })}`)
  const page = /\/newsroom\/readers\/[\da-f-]{36}/.exec(list)?.[0] ?? ''

  const grant = await readForm(admin, `${page}/grant`, 'Give access')
  const given = await sendForm(admin, grant, { days: '9', why: 'A test' })
  expect(given.location).toBe(`${page}?did=given`)
  expect(await isWhole(reader)).toBe(true)
  const back = await sendForm(admin, await readForm(admin, page, 'Take it back'))
  expect(back.location).toBe(`${page}?did=taken_back`)
  expect(await isWhole(reader)).toBe(false)

  await subscribeByForms(reader)
  expect(await isWhole(reader)).toBe(true)
  const refundPage = /\/newsroom[^"]*\/refund\?subscription=\w+/.exec(await read(admin, page))?.[0]
  const refund = await readForm(admin, refundPage ?? '', 'Back, and change nothing')
  expect(await sendForm(admin, refund, { why: 'A test' })).toMatchObject({
    status: 303,
    location: `${page}?did=refunded`,
  })
  expect(await isWhole(reader)).toBe(false)
  await endCallers()
})
