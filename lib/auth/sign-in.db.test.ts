import { expect, test } from 'vitest'
import { useTestDatabase } from '#db/testing/database.ts'
import { answerCode, requestSignIn, type SignInMailer } from './sign-in.ts'

const database = useTestDatabase()
const from = { address: '192.0.2.1', now: new Date(), secret: 'x'.repeat(32) }

function mailbox(kind: 'sent' | 'failed' = 'sent') {
  const mails: Parameters<SignInMailer>[0][] = []
  const mailer: SignInMailer = (mail) => {
    mails.push(mail)
    return Promise.resolve({ kind })
  }
  return { mails, mailer }
}

test('a known and an unknown address get the same answer and the same mail', async () => {
  await database.owner`insert into reader (email) values ('known@example.org')`
  const { mails, mailer } = mailbox()
  const ask = (typed: string) =>
    requestSignIn(database.app, { typed, returnTo: '/articles/x' }, from, mailer)
  const known = await ask('Known@Example.org')
  const unknown = await ask('unknown@example.org')
  expect(known).toEqual({ kind: 'sent', email: 'known@example.org', returnTo: '/articles/x' })
  expect(unknown).toEqual({ ...known, email: 'unknown@example.org' })
  expect(mails.map((mail) => Object.keys(mail).toSorted())).toEqual([
    ['code', 'minutes', 'readerId', 'to', 'token'],
    ['code', 'minutes', 'readerId', 'to', 'token'],
  ])
})

test('a code may be typed with spaces, and signs in', async () => {
  const { mails, mailer } = mailbox()
  await requestSignIn(database.app, { typed: 'a@example.org', returnTo: null }, from, mailer)
  const code = mails[0]?.code ?? ''
  const spaced = `${code.slice(0, 3)} ${code.slice(3)}`
  expect(await answerCode(database.app, { email: 'A@example.org', code: spaced }, from)).toEqual({
    kind: 'met',
    email: 'a@example.org',
    returnTo: '/',
  })
})

test.each(['12345', '1234567', 'abcdef', '', '１２３４５６'])(
  'the code %j is refused before it costs a try',
  async (code) => {
    expect(await answerCode(database.app, { email: 'a@example.org', code }, from)).toEqual({
      kind: 'invalid',
      why: 'The code has six digits.',
    })
  },
)

test('one address of the net, and one e-mail address, get only so many mails an hour', async () => {
  const { mailer } = mailbox()
  const ask = (typed: string, address: string) =>
    requestSignIn(database.app, { typed, returnTo: null }, { ...from, address }, mailer)
  const kinds = async (asks: (() => ReturnType<typeof ask>)[]) => {
    const outcomes = []
    for (const one of asks) outcomes.push((await one()).kind)
    return outcomes
  }
  const sameTarget = await kinds(
    Array.from({ length: 21 }, (_, i) => () => ask('target@example.org', `198.51.100.${i}`)),
  )
  expect(sameTarget).toEqual([...Array.from({ length: 20 }, () => 'sent'), 'limited'])
  const sameSource = await kinds(
    Array.from({ length: 61 }, (_, i) => () => ask(`n${i}@example.org`, '203.0.113.9')),
  )
  expect(sameSource.slice(-1)).toEqual(['limited'])
  expect(sameSource.filter((kind) => kind === 'sent')).toHaveLength(60)
})

test('a mail that cannot be sent is said so', async () => {
  const { mailer } = mailbox('failed')
  expect(
    await requestSignIn(database.app, { typed: 'b@example.org', returnTo: null }, from, mailer),
  ).toEqual({ kind: 'mail_failed' })
})
