/** Who asks for too much is told so, and when it goes on; the others notice nothing. */
import { randomInt } from 'node:crypto'
import { expect, test } from '@playwright/test'
import { endCallers, newStranger, signedInCaller } from './support/callers.ts'
import { somebody } from './support/people.ts'
import { stack } from './support/stack.ts'
import { withOwner } from './wall/sql.ts'

test.afterAll(endCallers)

const home = () => `198.19.${randomInt(256)}.${randomInt(256)}`

test('sixty searches a minute for an address, and then a page that says when it goes on', async () => {
  const address = home()
  const asks = await newStranger({ 'X-Forwarded-For': address })
  const search = (word: string) => asks.get(`${stack().site}/search?q=${word}`)
  // Whoever came just before the end of a minute begins a new one.
  const statuses: number[] = []
  for (let turn = 0; turn < 130 && !statuses.includes(429); turn++)
    statuses.push((await search(`word${turn}`)).status())
  expect(statuses.filter((status) => status === 200).length).toBeGreaterThanOrEqual(60)
  const refused = await search('tide')
  expect(refused.status()).toBe(429)
  expect(Number(refused.headers()['retry-after'])).toBeGreaterThan(0)
  expect(Number(refused.headers()['retry-after'])).toBeLessThanOrEqual(60)
  expect(await refused.text()).toContain('A little slower, please')
  // The page that asks for words, and all others, are there.
  expect((await asks.get(`${stack().site}/search`)).status()).toBe(200)
  expect((await asks.get(stack().site)).status()).toBe(200)
  const neighbour = await newStranger({ 'X-Forwarded-For': home() })
  expect((await neighbour.get(`${stack().site}/search?q=tide`)).status()).toBe(200)
})

test('who asks for their own state by a program gets 429 as data', async () => {
  const address = home()
  await withOwner(
    (owner) =>
      owner`insert into rate_limit values (${`me:${address}`}, 600, now() + interval '10 minutes')`,
  )
  const asks = await newStranger({ 'X-Forwarded-For': address })
  const answer = await asks.get(`${stack().site}/api/me`)
  expect(answer.status()).toBe(429)
  expect(await answer.json()).toEqual({
    error: expect.stringMatching(/A little slower.*It works again in \d+ (seconds|minutes)/),
  })
  const reader = await signedInCaller(somebody('own-state'))
  expect((await reader.get(`${stack().site}/api/me`)).status()).toBe(200)
})

test('a member of staff who goes through the readers is stopped, and it is written down', async () => {
  const email = somebody('support')
  const support = await signedInCaller(email)
  const [staff] = await withOwner(
    (owner) => owner`
    insert into staff_member (reader_id, role)
    select id, 'support' from reader where email = ${email} returning reader_id`,
  )
  const id = String(staff?.reader_id)
  await withOwner(
    (owner) => owner`
    insert into rate_limit values (${`staff_search:${id}`}, 120, now() + interval '10 minutes')`,
  )
  const page = await support.get(`${stack().site}/newsroom/readers?q=example`)
  expect(await page.text()).toContain('more readers within an hour than helping them takes')
  const rows = await withOwner(
    (owner) => owner`
    select 1 from audit_entry where actor_id = ${id} and action = 'Was refused to look readers up'`,
  )
  expect(rows).toHaveLength(1)
})
