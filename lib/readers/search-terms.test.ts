import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readSearchTerms, type SearchTerms } from './search-terms.ts'

const nothing: SearchTerms = { words: [], stripeId: null, invoiceNumber: null, lastFour: null }

test.each<[string, Partial<SearchTerms>]>([
  ['anna@example.org', { words: ['anna@example.org'] }],
  ['  Anna   EXAMPLE ', { words: ['anna', 'example'] }],
  ['Anna Example <anna@example.org>', { words: ['anna@example.org'] }],
  ['mailto:anna@example.org', { words: ['anna@example.org'] }],
  ['Example, Anna', { words: ['example', 'anna'] }],
  ['cus_Q1w2E3', { stripeId: 'cus_Q1w2E3' }],
  ['https://dashboard.stripe.com/test/customers/cus_Q1w2E3', { stripeId: 'cus_Q1w2E3' }],
  ['subscription sub_1AbC9 was paused', { stripeId: 'sub_1AbC9' }],
  ['cs_test_a1B2', { stripeId: 'cs_test_a1B2' }],
  ['f00dcafe-0001', { words: ['f00dcafe-0001'], invoiceNumber: 'F00DCAFE-0001' }],
  ['#F00DCAFE-0001', { words: ['#f00dcafe-0001'], invoiceNumber: 'F00DCAFE-0001' }],
  ['4242', { words: ['4242'], lastFour: '4242' }],
  ['•••• 4242', { words: ['••••', '4242'], lastFour: '4242' }],
  ['**** **** **** 4242', { words: ['****', '****', '****', '4242'], lastFour: '4242' }],
  ['42424', { words: ['42424'] }],
  ['one two three four five six', { words: ['one', 'two', 'three', 'four', 'five'] }],
])('%s', (typed, meant) => {
  expect(readSearchTerms(typed)).toEqual({ ...nothing, ...meant })
})

test('nothing to search for', () => {
  for (const typed of ['', '   ', '\u0000\n', ' , ; ']) expect(readSearchTerms(typed)).toBeNull()
})

test('whatever is typed has a meaning or none, within bounds', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (typed) => {
      const terms = readSearchTerms(typed)
      if (terms === null) return
      expect(terms.words.length + (terms.stripeId === null ? 0 : 1)).toBeGreaterThan(0)
      expect(terms.words.join('').length).toBeLessThanOrEqual(200)
      expect(terms.words.join('')).toBe(terms.words.join('').toLowerCase())
    }),
  )
})
