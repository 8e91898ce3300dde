/** The right to withdraw, on the local Stripe: bought on Sunday 10 January 2027, it ends with Monday the 25th. */
import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import { useTestDatabase } from '#db/testing/database.ts'
import { useTestEnvironment } from '#lib/testing/environment.ts'
import { sim } from '../../local/stripe/testing/start.ts'
import { settleWithdrawals } from './settle-withdrawal.ts'
import { beginLifeOn, type Life } from './testing/life.ts'
import { readStatement, statementInWords, withdraw } from './withdraw.ts'
import { type Claim, readSigned, sign } from './withdrawal-contract.ts'
import { withdrawalReceipt } from './withdrawal-receipt.ts'

useTestEnvironment()
const database = useTestDatabase()
beforeEach(() => database.owner`delete from mail`)

async function bought(): Promise<Life> {
  const life = await beginLifeOn(database, '2027-01-10T10:00:00Z')
  await life.buy()
  await database.owner`delete from mail`
  return life
}
const state = async (
  life: Life,
  claim: Claim,
  typed: { email?: string; reference?: string | null } = {},
) => {
  const statement = { name: 'Anna Example', email: life.reader.email, reference: null, ...typed }
  const setting = { ...(await life.setting()), address: randomUUID() }
  const outcome = await withdraw(database.app, claim, statement, setting)
  if (outcome.kind !== 'received') throw new Error(`It said ${outcome.kind}.`)
  return outcome.id
}
const byLink = async (life: Life) => {
  const { id } = await life.subscription()
  return { kind: 'link', link: sign(id) } as const
}
const rowOf = async (id: string) => {
  const [row] = await database.owner`
    select via, outcome, reader_id, stated_at, settled_at,
           refund_amount::int as refunded, refund_currency as currency
      from withdrawal where id = ${id}`
  return row
}
const mails = async (kind: string) => {
  const rows = await database.owner`
    select to_address as to, data from mail where kind = ${kind} order by to_address`
  return [...rows]
}
const givenBack = async ({ stripe }: Life) =>
  (await stripe.refunds.list({ limit: 100 })).data.map(({ amount }) => amount)
const status = async (life: Life) => (await life.subscription()).status

describe('within the time', () => {
  test('with the personal link: everything goes back, then the contract ends, and a receipt says when', async () => {
    const life = await bought()
    const id = await state(life, await byLink(life), { email: 'anna.elsewhere@example.org' })
    expect(await givenBack(life)).toEqual([500])
    expect(await status(life)).toBe('canceled')
    expect(await life.read()).toMatchObject({ granted: false })
    expect(await rowOf(id)).toMatchObject({
      via: 'link',
      outcome: 'ended',
      reader_id: life.reader.id,
      refunded: 500,
      currency: 'usd',
      settled_at: expect.any(Date),
    })
    // To the address given, and to whose contract it was.
    const receipts = await mails('withdrawal_receipt')
    expect(receipts.map(({ to }) => String(to)).toSorted()).toEqual(
      ['anna.elsewhere@example.org', life.reader.email].toSorted(),
    )
    const row = await rowOf(id)
    expect(receipts[0]?.data).toMatchObject({
      statedAt: row?.stated_at.toISOString(),
      statement: statementInWords({ reference: null }),
      outcome: 'ended',
    })
    expect(await withdrawalReceipt(database.app, sign(id))).toMatchObject({
      effect: { kind: 'refunded', amount: { amount: 500, currency: 'usd' } },
    })
  })

  test('signed in, or by address and invoice number together, in whatever case', async () => {
    const first = await bought()
    const signedIn = await state(first, { kind: 'account', readerId: first.reader.id })
    expect(await rowOf(signedIn)).toMatchObject({ via: 'account', outcome: 'ended' })
    const second = await bought()
    const [invoice] = await database.owner`
      select number from invoice where customer_id = ${second.customer.id}`
    const reference = String(invoice?.number).toLowerCase()
    const typed = await state(second, { kind: 'form' }, { reference })
    expect(await rowOf(typed)).toMatchObject({ via: 'form', outcome: 'ended' })
    expect(await status(second)).toBe('canceled')
  })

  test('confirmed twice it is one withdrawal, with the first time, and one refund', async () => {
    const life = await bought()
    const claim = await byLink(life)
    const [first, second] = await Promise.all([state(life, claim), state(life, claim)])
    expect(second).toBe(first)
    expect(await givenBack(life)).toEqual([500])
    expect(await mails('withdrawal_receipt')).toHaveLength(1)
  })

  test('on the last day, in its last second', async () => {
    const life = await bought()
    await life.advance('2027-01-25T23:59:59Z')
    expect(await rowOf(await state(life, await byLink(life)))).toMatchObject({ outcome: 'ended' })
  })

  test('Stripe down: it is received and in time all the same, and settled when Stripe is back', async () => {
    const life = await bought()
    await sim(life.url, '/api', { fault: '500', count: 3, path: '/v1/refunds' })
    const id = await state(life, await byLink(life))
    expect(await rowOf(id)).toMatchObject({ outcome: 'ended', settled_at: null })
    expect(await status(life)).toBe('active')
    expect(await withdrawalReceipt(database.app, sign(id))).toMatchObject({
      effect: { kind: 'under_way' },
    })
    expect(await mails('withdrawal_receipt')).toHaveLength(1)
    const { stripe, priceId, now } = await life.setting()
    const billing = { stripe, priceId, now: () => now }
    expect(await settleWithdrawals(database.app, billing)).toBe(1)
    expect(await settleWithdrawals(database.app, billing)).toBe(0)
    expect(await rowOf(id)).toMatchObject({ refunded: 500, settled_at: now })
    expect(await status(life)).toBe('canceled')
  })

  test('broken off between refund and end: it ends, gives back nothing twice, and knows the amount', async () => {
    const life = await bought()
    await sim(life.url, '/api', {
      fault: '500',
      count: 3,
      path: '/v1/subscriptions',
      method: 'DELETE',
    })
    const id = await state(life, await byLink(life))
    expect(await givenBack(life)).toEqual([500])
    expect(await rowOf(id)).toMatchObject({ settled_at: null })
    const { stripe, priceId, now } = await life.setting()
    await settleWithdrawals(database.app, { stripe, priceId, now: () => now })
    expect(await givenBack(life)).toEqual([500])
    expect(await rowOf(id)).toMatchObject({ refunded: 500, settled_at: now })
    expect(await status(life)).toBe('canceled')
  })
})

describe('not by itself', () => {
  test('too late: nothing changes, and it is said until when it was', async () => {
    const life = await bought()
    await life.advance('2027-01-26T00:00:00Z')
    const id = await state(life, await byLink(life))
    expect(await rowOf(id)).toMatchObject({ outcome: 'too_late', settled_at: null })
    expect(await status(life)).toBe('active')
    expect(await givenBack(life)).toEqual([])
    expect(await withdrawalReceipt(database.app, sign(id))).toMatchObject({
      effect: { kind: 'too_late', endedAt: new Date('2027-01-26T00:00:00Z') },
    })
    expect((await mails('withdrawal_receipt'))[0]?.data).toMatchObject({
      outcome: 'too_late',
      endedAt: '2027-01-26T00:00:00.000Z',
    })
  })

  test('an address or a number alone proves nothing: all are answered alike, and staff are told', async () => {
    const life = await bought()
    const other = await bought()
    const staff = ['support', 'admin', 'writer'].map((role) => ({
      role,
      email: `${role}-${randomUUID()}@example.org`,
    }))
    for (const { role, email } of staff)
      await database.owner`
        with made as (insert into reader (email) values (${email}) returning id)
        insert into staff_member (reader_id, role) select id, ${role} from made`
    const [invoice] = await database.owner`
      select number from invoice where customer_id = ${life.customer.id}`
    const number = String(invoice?.number)
    const tries = [
      state(life, { kind: 'form' }),
      state(life, { kind: 'form' }, { reference: 'something monthly' }),
      state(other, { kind: 'form' }, { reference: number }),
      state(life, { kind: 'form' }, { email: 'nobody@example.org', reference: number }),
      state(life, { kind: 'link', link: `${(await life.subscription()).id}.forged` }),
      state(life, { kind: 'account', readerId: randomUUID() }),
    ]
    for (const id of await Promise.all(tries)) {
      expect(await rowOf(id)).toMatchObject({ outcome: 'by_hand', reader_id: null })
      expect(await withdrawalReceipt(database.app, sign(id))).toMatchObject({
        effect: { kind: 'by_hand' },
      })
    }
    expect(await status(life)).toBe('active')
    expect(await mails('withdrawal_receipt')).toHaveLength(tries.length)
    const told = new Set((await mails('staff_withdrawal')).map(({ to }) => String(to)))
    expect([...told].toSorted()).toEqual(
      staff.flatMap(({ role, email }) => (role === 'writer' ? [] : [email])).toSorted(),
    )
    await database.owner`delete from staff_member`
  })

  test('while a bank decides about the money, staff settle it; without staff, the publication hears of it', async () => {
    const life = await bought()
    await sim(life.url, '/disputes', { customer: life.customer.id })
    await life.read()
    expect(await rowOf(await state(life, await byLink(life)))).toMatchObject({ outcome: 'by_hand' })
    expect(await givenBack(life)).toEqual([])
    expect(await mails('staff_withdrawal')).toMatchObject([{ to: 'desk@leadline.example' }])
  })

  test('the eleventh from one address in an hour is limited, before anything is looked up', async () => {
    const life = await bought()
    for (let i = 0; i < 10; i++) await state(life, { kind: 'form' })
    await expect(state(life, await byLink(life))).rejects.toThrow('limited')
    expect(await status(life)).toBe('active')
  })
})

describe('what is signed', () => {
  test('is read back, and nothing else is', () => {
    expect(readSigned(sign('sub_1'))).toBe('sub_1')
    const [, token = ''] = sign('sub_1').split('.')
    for (const forged of [
      '',
      '.',
      'sub_1',
      'sub_1.',
      `sub_2.${token}`,
      `.${token}`,
      `sub_1.${token}x`,
    ])
      expect({ forged, read: readSigned(forged) }).toEqual({ forged, read: null })
  })

  test('the link of a mail shows no receipt', async () => {
    expect(await withdrawalReceipt(database.app, sign('sub_1'))).toBeNull()
    expect(await withdrawalReceipt(database.app, sign(randomUUID()))).toBeNull()
    expect(await withdrawalReceipt(database.app, `${randomUUID()}.x`)).toBeNull()
  })
})

test('a statement is read in one line each, and refused with the field that is wrong', () => {
  const typed = { name: ' Anna\n Example ', email: ' Anna@Example.org', reference: ' ' }
  expect(readStatement(typed)).toEqual({
    kind: 'valid',
    statement: { name: 'Anna Example', email: 'anna@example.org', reference: null },
  })
  for (const [field, value] of Object.entries({
    name: ' ',
    email: 'anna',
    reference: 'x'.repeat(201),
  }))
    expect(readStatement({ ...typed, [field]: value })).toMatchObject({ kind: 'invalid', field })
})
