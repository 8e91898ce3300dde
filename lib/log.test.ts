import { DrizzleQueryError } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { describeError, plainError, traceError } from './log.ts'

const postgres = Object.assign(new Error('duplicate key value violates unique constraint'), {
  name: 'PostgresError',
  code: '23505',
  detail: 'Key (email)=(anna@example.org) already exists.',
})
const query = new DrizzleQueryError(
  'insert into reader values ($1)',
  ['anna@example.org'],
  postgres,
)
const stripe = Object.assign(new Error('No such customer'), {
  name: 'StripeInvalidRequestError',
  code: 'resource_missing',
  raw: { headers: { authorization: 'Bearer sk_test_secret' } },
})

describe('an error in one line', () => {
  test('is its name, its message and its cause', () => {
    expect(describeError(stripe)).toBe('StripeInvalidRequestError: No such customer')
    expect(describeError(new Error('outer', { cause: stripe }))).toBe(
      'Error: outer (StripeInvalidRequestError: No such customer)',
    )
    expect(describeError('a string')).toBe('a string')
  })

  test('a failed query says why, without the values it carried', () => {
    expect(describeError(query)).toBe(
      'Error: a query failed (PostgresError: duplicate key value violates unique constraint)',
    )
  })
})

test('65, W43: of an error nothing is passed on but name, message, code, frames and cause', () => {
  expect(JSON.stringify(plainError(query))).not.toContain('anna@')
  expect(JSON.stringify(plainError(stripe))).not.toContain('sk_test')
  expect(plainError(query)).toMatchObject({
    message: 'a query failed',
    stack: expect.stringContaining('log.test.ts'),
    cause: { type: 'PostgresError', code: '23505' },
  })
})

test('W43: what a terminal is told has frames and causes, and no value of the query that failed', () => {
  const told = traceError(new Error('The article was not written.', { cause: query }))
  expect(told).toMatch(
    /^Error: The article was not written\.\n +at .*\n[^]*Caused by Error: a query failed\n[^]*Caused by PostgresError: duplicate key/,
  )
  expect(told).not.toContain('anna@')
  expect(traceError('oops')).toBe('oops')
})

test('what is thrown and no error is told as well', () => {
  expect(plainError('oops')).toEqual({ type: 'string', message: 'oops', stack: '' })
})
