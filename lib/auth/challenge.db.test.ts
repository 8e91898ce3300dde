import { expect, test } from 'vitest'
import { useTestDatabase } from '#db/testing/database.ts'
import { later, MINUTE } from '#lib/clock.ts'
import { issueChallenge, meetByCode, meetByLink, peekLink } from './challenge.ts'

const database = useTestDatabase()
const secret = 'a secret of at least thirty-two characters'
const now = new Date('2027-01-10T12:00:00Z')
let count = 0
const somebody = () => `reader${++count}@example.org`
const issue = (email: string, at = now) =>
  issueChallenge(database.app, secret, { email, returnTo: '/articles/x' }, at)
const byCode = (email: string, code: string, at = now) =>
  meetByCode(database.app, secret, { email, code }, at)
const wrong = (code: string) => (code === '000000' ? '000001' : '000000')

test('a link opens once, and looking at it does not spend it', async () => {
  const email = somebody()
  const { token } = await issue(email)
  expect(await peekLink(database.app, token, now)).toEqual({ email })
  expect(await peekLink(database.app, token, now)).not.toBeNull()
  expect(await meetByLink(database.app, secret, token, now)).toEqual({
    email,
    returnTo: '/articles/x',
  })
  expect(await meetByLink(database.app, secret, token, now)).toBeNull()
  expect(await peekLink(database.app, token, now)).toBeNull()
})

test('of twenty that open a link at once, one gets in', async () => {
  const { token } = await issue(somebody())
  const all = await Promise.all(
    Array.from({ length: 20 }, () => meetByLink(database.app, secret, token, now)),
  )
  expect(all.filter((met) => met !== null)).toHaveLength(1)
})

test('a code opens once, for its own address only, and takes the link with it', async () => {
  const email = somebody()
  const { code, token } = await issue(email)
  expect(await byCode(somebody(), code)).toMatchObject({ kind: 'wrong' })
  expect(await byCode(email, code)).toEqual({ kind: 'met', email, returnTo: '/articles/x' })
  expect(await byCode(email, code)).toMatchObject({ kind: 'wrong' })
  expect(await meetByLink(database.app, secret, token, now)).toBeNull()
})

test('after five wrong codes the right one is refused too; the link, which nobody guesses, is not', async () => {
  const email = somebody()
  const { code, token } = await issue(email)
  const left = []
  for (let i = 0; i < 5; i++) left.push(await byCode(email, wrong(code)))
  expect(left).toEqual([4, 3, 2, 1, 0].map((triesLeft) => ({ kind: 'wrong', triesLeft })))
  expect(await byCode(email, code)).toEqual({ kind: 'wrong', triesLeft: 0 })
  expect(await meetByLink(database.app, secret, token, now)).not.toBeNull()
})

test('link and code last thirty minutes, exclusive', async () => {
  const email = somebody()
  const { code, token } = await issue(email)
  const end = later(now, 30 * MINUTE)
  expect(await peekLink(database.app, token, later(end, -1))).not.toBeNull()
  expect(await meetByLink(database.app, secret, token, end)).toBeNull()
  expect(await byCode(email, code, end)).toMatchObject({ kind: 'wrong' })
  expect(await byCode(email, code, later(end, -1))).toMatchObject({ kind: 'met' })
})

test('two mails are good at the same time', async () => {
  const email = somebody()
  const first = await issue(email)
  const second = await issue(email, later(now, MINUTE))
  expect(await byCode(email, first.code, later(now, 2 * MINUTE))).toMatchObject({ kind: 'met' })
  expect(await byCode(email, second.code, later(now, 2 * MINUTE))).toMatchObject({ kind: 'met' })
})

test('the database holds neither the token nor the code', async () => {
  const { code, token } = await issue(somebody())
  const rows = JSON.stringify(await database.owner`select * from sign_in_challenge`)
  expect(rows).not.toContain(token)
  expect(rows).not.toContain(`"${code}"`)
})

test('where somebody was going is read by nobody in the database, and found again by who signs in', async () => {
  const email = somebody()
  const returnTo = '/gift/redeem?code=a-code-that-opens-a-gift'
  const { token, code } = await issueChallenge(database.app, secret, { email, returnTo }, now)
  const rows = await database.owner`select * from sign_in_challenge where email = ${email}`
  const [kept] = rows
  expect(JSON.stringify(rows)).not.toMatch(/gift|code-that/)
  for (const one of [token, code]) expect(JSON.stringify(rows)).not.toContain(one)
  expect(kept?.return_to).toMatch(/^[\w-]{38,}$/)
  expect(await meetByLink(database.app, secret, token, now)).toEqual({ email, returnTo })
})

test('with another secret somebody signs in all the same, and is led to the front page', async () => {
  const email = somebody()
  const { token } = await issue(email)
  const met = await meetByLink(database.app, `${secret}, another`, token, now)
  expect(met).toEqual({ email, returnTo: '/' })
})
