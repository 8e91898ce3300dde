import { describe, expect, test } from 'vitest'
import { later, MINUTE, SECOND } from '#lib/clock.ts'
import { parseSettings } from '#lib/env.ts'
import { customerOfEvent, readEvent } from './event.ts'
import { eventAbout, SECRET, sign, verified } from './testing/billing.ts'

const now = new Date('2027-03-12T09:30:00Z')
const event = eventAbout({ id: 'sub_1', object: 'subscription', customer: 'cus_1' })
const body = JSON.stringify(event)
const read = (signature: string | null, text = body, secrets = [SECRET]) =>
  readEvent(text, signature, secrets, now)
const signed = (text: string) => read(sign(text, { at: now }), text)

test('an event that Stripe signed is read, with all of its payload', () => {
  const reading = signed(body)
  expect(reading).toMatchObject({ kind: 'event', event: { id: event.id, type: event.type } })
  expect(reading.kind === 'event' && reading.event.payload).toEqual(event)
})

describe('a signature that is not Stripe’s, each a refusal and never a crash', () => {
  const good = sign(body, { at: now })
  const seconds = now.getTime() / 1000
  test.each<[string, string | null]>([
    ['1: no header', null],
    ['1: an empty header', ''],
    ['1: garbage', 'garbage'],
    ['1: garbage of commas and equals signs', ',,==,=,t=,v1'],
    ['1: a time alone', `t=${seconds}`],
    ['1: a signature without its time', good.replace(/t=\d+,/, '')],
    ['1: only an older scheme', good.replace('v1=', 'v0=')],
    ['2: made with another secret', sign(body, { secret: 'whsec_other', at: now })],
    ['3: an empty v1', `t=${seconds},v1=`],
    ['3: an empty v1 in front of nothing', `t=${seconds},v1=,v1=`],
    ['3: a v1 that is no hex', `t=${seconds},v1=${'ü'.repeat(64)}`],
    ['4: 301 seconds old', sign(body, { at: later(now, -301 * SECOND) })],
    ['5: 11 minutes in the future', sign(body, { at: later(now, 11 * MINUTE) })],
    ['5: a time that is no number', good.replace(/t=\d+/, 't=NaN')],
    ['5: a time below zero', good.replace('t=', 't=-')],
  ])('%s', (_name, signature) => {
    expect(read(signature)).toMatchObject({ kind: 'refused' })
  })

  test.each([300, 0, -600])('signed %i seconds ago it is taken', (age) => {
    expect(read(sign(body, { at: later(now, -age * SECOND) })).kind).toBe('event')
  })

  test('6: changed by one byte, or cut by one', () => {
    expect(read(good, `${body.slice(0, -1)} `)).toMatchObject({ kind: 'refused' })
    expect(read(good, body.slice(0, -1))).toMatchObject({ kind: 'refused' })
    expect(read(good, '')).toMatchObject({ kind: 'refused' })
  })
})

describe('7: signed, and yet not an event', () => {
  test.each([
    ['no JSON', 'hello'],
    ['null', 'null'],
    ['a list', '[]'],
    ['a number', '7'],
    ['a string', '"event"'],
    ['an object', '{}'],
    ['a thin event', JSON.stringify({ ...event, object: 'v2.core.event' })],
    ['something else of Stripe’s', JSON.stringify({ ...event, object: 'charge' })],
    ['no id', JSON.stringify({ ...event, id: undefined })],
    ['no mode', JSON.stringify({ ...event, livemode: 'false' })],
    ['no content', JSON.stringify({ ...event, data: null })],
    ['content without a kind', JSON.stringify({ ...event, data: { object: {} } })],
  ])('%s', (_name, text) => {
    expect(signed(text)).toMatchObject({ kind: 'refused' })
  })
})

describe('10: while the secret is replaced', () => {
  const withOld = sign(body, { secret: 'whsec_old', at: now })
  test('the previous one is good as long as it is set, and not after', () => {
    expect(read(withOld, body, ['whsec_new', 'whsec_old']).kind).toBe('event')
    expect(read(withOld, body, ['whsec_new']).kind).toBe('refused')
  })
  test('a delivery signed with both is good for either', () => {
    const both = `${withOld},${sign(body, { secret: 'whsec_new', at: now }).split(',')[1]}`
    expect(read(both, body, ['whsec_new']).kind).toBe('event')
    expect(read(both, body, ['whsec_old']).kind).toBe('event')
  })
})

test('11: a secret copied with its line break is good', () => {
  const { STRIPE_WEBHOOK_SECRET: secret = '' } = parseSettings({
    STRIPE_SECRET_KEY: 'sk_test_1',
    STRIPE_PRICE_MONTHLY: 'price_1',
    STRIPE_WEBHOOK_SECRET: `${SECRET}\n`,
  })
  expect(read(sign(body, { at: now }), body, [secret]).kind).toBe('event')
})

test('37: a type, a field and a value nobody knows yet do not hinder', () => {
  const strange = { ...event, type: 'customer.teleported', extra: [null], request: null }
  expect(signed(JSON.stringify(strange)).kind).toBe('event')
})

describe('the customer an event is about', () => {
  test.each<[string, Parameters<typeof eventAbout>[0], string | null]>([
    ['by id', { object: 'subscription', customer: 'cus_1' }, 'cus_1'],
    ['expanded', { object: 'invoice', customer: { id: 'cus_1', object: 'customer' } }, 'cus_1'],
    ['itself', { object: 'customer', id: 'cus_1' }, 'cus_1'],
    ['deleted', { object: 'customer', id: 'cus_1', deleted: true }, 'cus_1'],
    ['a customer without an id', { object: 'customer' }, null],
    ['none', { object: 'invoice', customer: null }, null],
    ['not named', { object: 'dispute', charge: 'ch_1' }, null],
    ['something odd', { object: 'invoice', customer: 7 }, null],
  ])('%s', (_name, object, customer) => {
    expect(customerOfEvent(verified(eventAbout(object)))).toBe(customer)
  })
})
