import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import {
  forgetNewsletters,
  forgetOldNewsletters,
  moveNewsletters,
} from '#db/queries/newsletters.ts'
import { useTestDatabase } from '#db/testing/database.ts'
import { DAY, HOUR, later, MINUTE } from '#lib/clock.ts'
import { limits } from '#lib/limit-figures.ts'
import { confirmLink, leaveLink, preferencesLink } from '#lib/newsletter-links.ts'
import { useTestEnvironment } from '#lib/testing/environment.ts'
import { choiceByLink, choiceOfReader, chooseByLink, chooseForReader } from './choose.ts'
import { confirmSignUp, peekConfirmation } from './confirm.ts'
import { leaveNewsletter } from './leave.ts'
import { signUp } from './sign-up.ts'
import { statesOf, subscriber } from './testing/subscribers.ts'

useTestEnvironment()
const database = useTestDatabase()
const site = new URL('https://news.example')
const now = new Date('2026-12-01T09:00:00Z')
beforeEach(() => database.owner`delete from mail`)

const someone = () => `${randomUUID()}@example.org`
const passIn = (link: string) => new URL(link).searchParams.get('t') ?? ''
const ask = async (
  email: string,
  newsletters: string[],
  at = now,
  address: string = randomUUID(),
) => signUp(database.app, { email, newsletters }, { address, now: at })
async function idOf(email: string): Promise<string> {
  const [row] = await database.owner`select id from newsletter_address where email = ${email}`
  return String(row?.id)
}
const mails = async () => [
  ...(await database.owner`select kind, to_address, data from mail order by id`),
]

describe('signing up', () => {
  test('asks by mail, and sends nothing before the answer; the proof of it is kept', async () => {
    const email = someone()
    expect(await ask(` ${email.toUpperCase()} `, ['first-light', 'first-light', 'none'])).toEqual({
      kind: 'asked',
      email,
    })
    expect(await statesOf(database, email)).toEqual(['first-light pending'])
    expect(await mails()).toMatchObject([
      {
        kind: 'newsletter_confirm',
        to_address: email,
        data: { asked: ['first-light'], already: [] },
      },
    ])
    const pass = passIn(confirmLink(site, await idOf(email)))
    expect(await peekConfirmation(database.app, pass, now)).toEqual({
      email,
      asked: ['first-light'],
      received: [],
    })
    // Looking spends nothing: a scanner was there, and the reader comes.
    expect(await statesOf(database, email)).toEqual(['first-light pending'])
    expect(await confirmSignUp(database.app, pass, later(now, HOUR))).toBe(true)
    expect(await confirmSignUp(database.app, pass, later(now, HOUR))).toBe(true)
    const rows = await database.owner`
      select s.* from newsletter_subscription s join newsletter_address a on a.id = s.address_id where email = ${email}`
    expect(rows).toMatchObject([
      {
        state: 'confirmed',
        asked_from: 'page',
        asked_at: now,
        confirmed_at: later(now, HOUR),
        consent_version: expect.stringMatching(/^newsletters /),
        consent_text: expect.stringContaining('I can end each of them'),
      },
    ])
  })

  test('the answer is the same for an address that is known; the mail says what there is to say', async () => {
    const [known, stranger] = [someone(), someone()]
    await subscriber(database, known, ['first-light'])
    const answers = await Promise.all(
      [known, stranger].map(async (email) => ({
        ...(await ask(email, ['first-light'])),
        email: '',
      })),
    )
    expect(answers[0]).toEqual(answers[1])
    expect(await statesOf(database, known)).toEqual(['first-light confirmed'])
    const said = (await mails()).map(({ to_address: to, data }) => [to, data.asked, data.already])
    expect(said).toContainEqual([known, [], ['first-light']])
    expect(said).toContainEqual([stranger, ['first-light'], []])
  })

  test('nobody’s mailbox is filled: three mails a day, from wherever, and the same answer after', async () => {
    const email = someone()
    for (let minute = 0; minute < 6; minute++)
      expect(await ask(email, ['first-light'], later(now, minute * MINUTE))).toEqual({
        kind: 'asked',
        email,
      })
    expect(await mails()).toHaveLength(limits.newsletterMailsToEmail.points)
  })

  test('one sender asks so often and no more; a form that is sent twice is one mail', async () => {
    const email = someone()
    await Promise.all([ask(email, ['first-light']), ask(email, ['tide-tables'])])
    expect(await mails()).toHaveLength(1)
    expect(await statesOf(database, email)).toEqual(['first-light pending', 'tide-tables pending'])
    const turns = []
    for (let turn = 0; turn <= limits.newsletterSignUpsFromAddress.points; turn++)
      turns.push((await ask(someone(), ['first-light'], now, 'one sender')).kind)
    expect(turns.filter((kind) => kind === 'limited')).toHaveLength(1)
  })

  test.each([
    ['no newsletter', 'a@example.org', ['none'], 'newsletters'],
    ['no address', 'nobody', ['first-light'], 'email'],
    ['two addresses in one', 'a@example.org,b@example.org', ['first-light'], 'email'],
  ])('%s is said beside the field', async (_what, email, chosen, field) => {
    expect(await ask(email, chosen)).toMatchObject({ kind: 'invalid', field })
    expect(await mails()).toEqual([])
  })

  test('a wish is good for a week, and then forgotten with its address', async () => {
    const email = someone()
    await ask(email, ['first-light'])
    const pass = passIn(confirmLink(site, await idOf(email)))
    const late = later(now, 7 * DAY + MINUTE)
    await confirmSignUp(database.app, pass, late)
    expect(await statesOf(database, email)).toEqual(['first-light pending'])
    await database.owner`update newsletter_address set made_at = ${now} where email = ${email}`
    await forgetOldNewsletters(database.app, {
      pendingBefore: later(now, MINUTE),
      endedBefore: now,
    })
    expect(await idOf(email)).toBe('undefined')
    expect(await confirmSignUp(database.app, pass, late)).toBe(false)
  })
})

describe('links', () => {
  test('each does one thing, for one address: a pass of one kind, changed or of another opens nothing', async () => {
    const email = someone()
    const id = await subscriber(database, email, ['first-light', 'tide-tables'])
    const other = await subscriber(database, someone(), ['first-light'])
    const passes = {
      confirm: passIn(confirmLink(site, id)),
      preferences: passIn(preferencesLink(site, id)),
      leave: passIn(leaveLink(site, id, 'first-light')),
    }
    for (const pass of [
      passes.confirm,
      passes.leave,
      passes.preferences.replace(id, other),
      '',
      `${id}.`,
    ])
      expect(await chooseByLink(database.app, pass, [], now)).toEqual({ kind: 'unknown' })
    for (const pass of [
      passes.confirm,
      passes.preferences,
      passes.leave.replace('first-light', 'tide-tables'),
      passes.leave.replace(id, other),
      `${passes.leave}A`,
    ])
      expect(await leaveNewsletter(database.app, pass, now)).toBe(false)
    for (const pass of [passes.preferences, passes.leave])
      expect(await confirmSignUp(database.app, pass, now)).toBe(false)
    expect(await statesOf(database, email)).toEqual([
      'first-light confirmed',
      'tide-tables confirmed',
    ])
  })

  test('leaving ends that newsletter alone, takes back what waits, and can be done twice', async () => {
    const email = someone()
    const id = await subscriber(database, email, ['first-light', 'tide-tables'])
    const [issue] = await database.owner`
      insert into newsletter_issue (newsletter, due_at, subject, content, state)
      values ('first-light', ${now}, 's', '{}', 'sending') returning id`
    await database.owner`
      insert into mail (issue_id, to_address, kind, once_key, subject, data, state)
      values (${String(issue?.id)}, ${email}, 'newsletter', ${`newsletter:${String(issue?.id)}:${id}`}, 's', '{}', 'queued')`
    const pass = passIn(leaveLink(site, id, 'first-light'))
    expect(await leaveNewsletter(database.app, pass, now)).toBe(true)
    expect(await leaveNewsletter(database.app, pass, now)).toBe(true)
    expect(await statesOf(database, email)).toEqual([
      'first-light unsubscribed',
      'tide-tables confirmed',
    ])
    expect(await mails()).toEqual([])
  })

  test('whoever has the link chooses; the address is not shown whole, and one that refused mail begins anew', async () => {
    const email = someone()
    const id = await subscriber(database, email, ['first-light'])
    const pass = passIn(preferencesLink(site, id))
    expect(await chooseByLink(database.app, pass, ['tide-tables', 'none'], now)).toEqual({
      kind: 'saved',
    })
    expect(await choiceByLink(database.app, pass)).toEqual({
      email: `${email.slice(0, 1)}…@example.org`,
      received: ['tide-tables'],
    })
    expect(await mails()).toEqual([])
  })
})

async function reader() {
  const email = someone()
  const [row] = await database.owner`insert into reader (email) values (${email}) returning id`
  return { id: String(row?.id), email }
}

describe('accounts', () => {
  test('a signed-in reader chooses without a mail, and what they had before is theirs', async () => {
    const who = await reader()
    await subscriber(database, who.email, ['first-light'])
    expect(await choiceOfReader(database.app, who.email)).toEqual(['first-light'])
    await chooseForReader(database.app, who, ['first-light', 'the-long-line'], now)
    expect(await choiceOfReader(database.app, who.email)).toEqual(['first-light', 'the-long-line'])
    const rows = await database.owner`
      select newsletter, asked_from from newsletter_subscription s join newsletter_address a on a.id = s.address_id
       where email = ${who.email} order by newsletter`
    expect(rows.map((row) => row.asked_from)).toEqual(['page', 'account'])
    expect(await mails()).toEqual([])
  })

  test('they follow to another address; what that had ended stays ended', async () => {
    const [from, to] = [someone(), someone()]
    await subscriber(database, from, ['first-light', 'tide-tables'])
    const target = await subscriber(database, to, ['first-light'])
    await leaveNewsletter(database.app, passIn(leaveLink(site, target, 'first-light')), now)
    await database.app.transaction((tx) => moveNewsletters(tx, from, to))
    expect(await statesOf(database, to)).toEqual([
      'first-light unsubscribed',
      'tide-tables confirmed',
    ])
    expect(await statesOf(database, from)).toEqual([])
    const free = someone()
    await database.app.transaction((tx) => moveNewsletters(tx, to, free))
    expect(await statesOf(database, free)).toHaveLength(2)
  })

  test('forgotten with the account, and no mail goes there any more', async () => {
    const email = someone()
    await ask(email, ['first-light'])
    await forgetNewsletters(database.app, email)
    expect([await statesOf(database, email), await mails()]).toEqual([[], []])
  })
})
