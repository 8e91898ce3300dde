import { describe, expect, test } from 'vitest'
import { deriveToken } from '#lib/derived-token.ts'
import { useTestEnvironment } from '#lib/testing/environment.ts'
import { type AtOnceMessage, type Message, subjectOf } from './message.ts'
import { renderMail } from './render.tsx'

useTestEnvironment()
const nobody = '0190b0e0-0000-7000-8000-000000000000'

const messages: (Message | AtOnceMessage)[] = [
  {
    kind: 'sign_in',
    code: '123456',
    link: 'https://news.example/sign-in/confirm?token=abc',
    minutes: 30,
    device: 'Firefox on Linux',
  },
  { kind: 'welcome', renewsAt: '2027-04-12T09:30:00.000Z', amount: 500, currency: 'usd' },
  {
    kind: 'receipt',
    number: 'L-1',
    paidAt: '2027-03-12T09:30:00.000Z',
    periodStart: '2027-03-12T09:30:00.000Z',
    periodEnd: '2027-04-12T09:30:00.000Z',
    invoiceUrl: 'https://invoice.stripe.com/i/1',
    amount: 500,
    currency: 'usd',
  },
  {
    kind: 'payment_failed',
    nextAttemptAt: '2027-03-15T09:30:00.000Z',
    readsUntil: '2027-03-26T09:30:00.000Z',
    invoiceUrl: 'https://invoice.stripe.com/i/1',
    amount: 500,
    currency: 'usd',
  },
  { kind: 'ends_on', endsAt: '2027-07-12T09:30:00.000Z' },
  {
    kind: 'payment_reminder',
    which: 'last',
    readsUntil: '2027-03-26T09:30:00.000Z',
    amount: 500,
    currency: 'usd',
  },
  {
    kind: 'renewal_notice',
    renewsAt: '2027-07-12T09:30:00.000Z',
    card: 'visa ending 4242',
    amount: 5000,
    currency: 'usd',
  },
  {
    kind: 'trial_ending',
    endsAt: '2027-07-12T09:30:00.000Z',
    interval: 'month',
    hasCard: true,
    amount: 500,
    currency: 'usd',
  },
  {
    kind: 'trial_ending',
    endsAt: '2027-07-12T09:30:00.000Z',
    interval: 'year',
    hasCard: false,
    amount: 5000,
    currency: 'usd',
  },
  { kind: 'card_expiring', brand: 'visa', last4: '4242', month: 3, year: 2027 },
  {
    kind: 'price_change',
    before: 500,
    interval: 'month',
    effectiveAt: '2027-07-12T09:30:00.000Z',
    amount: 600,
    currency: 'usd',
  },
  {
    kind: 'gift',
    giftId: '0190b0e0-0000-7000-8000-000000000000',
    months: 3,
    giver: 'Ida',
    recipient: 'Jon',
    note: 'For the long evenings.',
  },
  {
    kind: 'gift_bought',
    giftId: '0190b0e0-0000-7000-8000-000000000000',
    months: 3,
    recipient: null,
  },
  { kind: 'access_given', until: '2027-07-12T09:30:00.000Z' },
  { kind: 'access_ending', endsAt: '2027-07-12T09:30:00.000Z', gift: true },
  {
    kind: 'staff_dispute',
    state: 'opened',
    reader: 'a@example.org',
    readerId: '0190b0e0-0000-7000-8000-000000000000',
    reason: 'product_not_received',
    evidenceDueAt: '2027-07-12T09:30:00.000Z',
    amount: 500,
    currency: 'usd',
  },
  {
    kind: 'paused',
    readsUntil: '2027-04-12T09:30:00.000Z',
    resumesAt: '2027-06-12T08:30:00.000Z',
  },
  { kind: 'resumed', renewsAt: '2027-07-12T09:30:00.000Z', amount: 500, currency: 'usd' },
  {
    kind: 'staff_dead_letter',
    count: 3,
    event: 'evt_1',
    type: 'invoice.paid',
    error: 'Error: a query failed',
    receivedAt: '2027-07-12T09:30:00.000Z',
  },
  { kind: 'staff_oddity', oddity: 'second_reader', problem: 'Stripe gave a reader a customer …' },
  {
    kind: 'email_change',
    link: 'https://news.example/account/email/confirm?token=abc',
    minutes: 60,
    oldEmail: 'a@example.org',
  },
  { kind: 'email_taken' },
  {
    kind: 'email_change_asked',
    newEmail: 'b@example.org',
    device: 'Firefox on Linux',
    askedAt: '2027-07-12T09:30:00.000Z',
  },
  { kind: 'email_changed', newEmail: 'b@example.org', changedAt: '2027-07-12T09:30:00.000Z' },
  { kind: 'account_deleted', deletedAt: '2027-07-12T09:30:00.000Z' },
  ...(['ended', 'by_hand', 'too_late'] as const).map((outcome) => ({
    kind: 'withdrawal_receipt' as const,
    name: 'Anna Example',
    statement: 'I hereby withdraw.',
    statedAt: '2027-07-12T09:30:05.000Z',
    outcome,
    endedAt: outcome === 'by_hand' ? null : '2027-07-12T00:00:00.000Z',
  })),
  {
    kind: 'staff_withdrawal',
    name: 'Anna Example',
    email: 'a@example.org',
    reference: 'L-1',
    statedAt: '2027-07-12T09:30:05.000Z',
  },
  { kind: 'newsletter_confirm', addressId: nobody, asked: ['first-light'], already: [] },
  {
    kind: 'newsletter_confirm',
    addressId: nobody,
    asked: ['tide-tables'],
    already: ['first-light'],
  },
  { kind: 'newsletter_confirm', addressId: nobody, asked: [], already: ['first-light'] },
  ...[nobody, null].map((addressId) => ({
    kind: 'newsletter' as const,
    addressId,
    newsletter: 'first-light',
    name: 'First Light',
    subject: 'Low water at Skelmouth',
    dueAt: '2027-07-12T05:30:00.000Z',
    articles: [
      {
        slug: 'low-water-at-skelmouth',
        headline: 'Low water at Skelmouth',
        standfirst: 'The river is a hand lower than the chart says.',
        section: addressId && 'Rivers',
        authors: ['Ada Quill'],
        isForSubscribers: addressId !== null,
      },
    ],
  })),
]

describe.each(messages)('$kind', (message) => {
  test('is a whole page without anything that runs, loads or is fetched', async () => {
    const { html } = await renderMail(message)
    expect(html).toMatch(/<html[^>]* lang="en"/)
    expect(html).not.toMatch(/<script|<iframe|<form|<img|<link|javascript:|\son\w+=/i)
    expect(html).not.toMatch(/undefined|null|NaN|\[object|Invalid Date/)
  })

  test('is plain text as well, with every link and no tag', async () => {
    const { html, text } = await renderMail(message)
    expect(text).not.toMatch(/<\w|&nbsp;|undefined|null|NaN|Invalid Date/)
    for (const [, link = ''] of html.matchAll(/<a[^>]* href="(https[^"]+)"/g))
      expect(text).toContain(link.replaceAll('&amp;', '&'))
  })

  test('says why it was sent and whom to ask', async () => {
    const { text } = await renderMail(message)
    expect(text).toContain('The Leadline')
    expect(text).toContain('desk@leadline.example')
  })

  test('has a subject of one line', () => {
    expect(subjectOf(message)).toMatch(/^[^\r\n]{5,80}$/)
  })
})

const textOf = async (message: Message | AtOnceMessage) =>
  (await renderMail(message)).text.replaceAll(/\s+/g, ' ')

test('a moment is told with its zone, the winter one in winter and the summer one in summer', async () => {
  const ends = (endsAt: string) => textOf({ kind: 'ends_on', endsAt })
  expect(await ends('2027-01-12T09:30:00.000Z')).toContain('12 January 2027 at 09:30 GMT')
  expect(await ends('2027-07-12T09:30:00.000Z')).toContain('12 July 2027 at 10:30 BST')
  const told = await Promise.all(messages.map(textOf))
  expect(told[2]).toContain('12 March 2027 at 09:30 GMT')
})

const welcome = (amount: number, currency: string) =>
  textOf({ kind: 'welcome', renewsAt: null, amount, currency })

test('an amount is told in its own currency', async () => {
  expect(await welcome(500, 'usd')).toContain('$5.00')
  expect(await welcome(1250, 'eur')).toContain('€12.50')
  expect(await welcome(500, 'jpy')).toContain('¥500')
})

test('where something is given off, what is paid next stands before the price', async () => {
  const less = { amount: 500, discounted: 333, currency: 'usd' }
  const on = '2027-07-12T09:30:00.000Z'
  const lower = 'on 12 July 2027 for $3.33 instead of $5.00.'
  expect(await textOf({ kind: 'welcome', renewsAt: on, ...less })).toContain(lower)
  expect(await textOf({ kind: 'resumed', renewsAt: on, ...less })).toContain(lower)
  expect(await textOf({ kind: 'renewal_notice', renewsAt: on, card: null, ...less })).toContain(
    'We will then charge $3.33 instead of $5.00,',
  )
  const trial = { kind: 'trial_ending', endsAt: on, interval: 'month', hasCard: true } as const
  expect(await textOf({ ...trial, ...less })).toContain(
    'for $5.00 a month (the first payment is $3.33).',
  )
  expect(await textOf({ ...trial, ...less, discounted: null })).toContain('for $5.00 a month.')
})

test('what is not known is left out', async () => {
  const failed = await textOf({
    kind: 'payment_failed',
    nextAttemptAt: null,
    readsUntil: null,
    invoiceUrl: null,
    amount: 500,
    currency: 'usd',
  })
  expect(failed).not.toMatch(/try again on|until/)
  expect(failed).toContain('https://news.example/account')
})

test('what came from outside is text, not markup', async () => {
  const hostile = '<img src=x onerror=alert(1)>'
  const { html } = await renderMail({
    kind: 'sign_in',
    code: '123456',
    link: 'https://news.example/',
    minutes: 30,
    device: hostile,
  })
  expect(html).not.toContain('<img')
})

const received = (paidAt: string) =>
  renderMail({
    kind: 'receipt',
    number: 'L-1',
    paidAt,
    periodStart: paidAt,
    periodEnd: paidAt,
    invoiceUrl: null,
    contract: { subscriptionId: 'sub_1', concludedAt: '2027-01-12T09:30:00.000Z' },
    amount: 500,
    currency: 'usd',
  })

test('who may still withdraw has a link of their own, and is told until when; later there is none', async () => {
  const { html, text } = await received('2027-01-12T09:30:00.000Z')
  expect(text.replaceAll(/\s+/g, ' ')).toContain('until 27 January 2027 at 00:00 GMT')
  const link = /href="([^"]*\/withdraw\?t=[^"]*)"/.exec(html)?.[1] ?? ''
  expect(new URL(link).searchParams.get('t')).toBe(`sub_1.${deriveToken('withdrawal', 'sub_1')}`)
  expect((await received('2027-02-12T09:30:00.000Z')).html).not.toContain('/withdraw')
})

test('a withdrawal is acknowledged to the second', async () => {
  const receipt = messages.find((one) => one.kind === 'withdrawal_receipt')
  expect(receipt && (await textOf(receipt))).toContain('12 July 2027 at 10:30:05 BST')
})
