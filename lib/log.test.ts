import { DrizzleQueryError } from 'drizzle-orm'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { useTestEnvironment } from '#lib/testing/environment.ts'
import { describeError, log, makeLog, plainError, takeConsole, traceError } from './log.ts'

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

/** What is written of these, line by line. */
function written(write: (to: ReturnType<typeof makeLog>) => void): string[] {
  const lines: string[] = []
  write(makeLog('info', 'door 1', { write: (line) => void lines.push(line) }))
  return lines
}

describe('a line of the log', () => {
  const nasty = 'a\nb\r\u001B[31m\u009B2J\u2028\u202E"}'

  test('is one line and JSON, whatever a path, a header, an address or a slug has in it', () => {
    const error = Object.assign(new Error(`/articles/${nasty}`), { name: `X${nasty}` })
    const lines = written((to) => {
      to.info({ path: nasty, headers: { 'user-agent': nasty }, slug: [nasty] }, nasty)
      to.error({ err: error, [nasty]: nasty }, 'failed')
    })
    expect(lines).toHaveLength(2)
    for (const line of lines) {
      expect(line.slice(0, -1)).not.toMatch(/[\p{Cc}\u2028\u202E]/u)
      expect(line.endsWith('}\n')).toBe(true)
      expect(JSON.parse(line)).toMatchObject({ process: 'door 1' })
    }
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ path: nasty, msg: nasty })
  })

  test('holds no secret, in whatever field or sentence it came', () => {
    const token = 'AbCdEf0123456789_-'
    const [line = ''] = written((to) =>
      to.error(
        {
          err: new Error(`/sign-in/confirm?token=${token} was not rendered`),
          deep: { url: `https://news.example/gift/redeem?code=${token}` },
          key: 'sk_live_51secret',
        },
        `cookie __Host-foldline=${token}; postgres://owner:${token}@db/x`,
      ),
    )
    expect(line).not.toContain(token)
    expect(line).not.toContain('51secret')
    expect(() => JSON.parse(line)).not.toThrow()
  })
})

describe('what others print', () => {
  useTestEnvironment()
  const { error, warn } = console
  afterEach(() => {
    Object.assign(console, { error, warn })
    vi.restoreAllMocks()
  })

  test('becomes a line of the log, its error with it', () => {
    const said: unknown[][] = []
    vi.spyOn(log(), 'error').mockImplementation((...one: unknown[]) => void said.push(one))
    takeConsole()
    const broken = new Error('broken')
    const { error: print } = console
    print('\u001B[31m ⨯\u001B[39m', broken)
    print('one %s\nand more', 'thing')
    expect(said).toEqual([
      [{ err: broken }, 'printed'],
      [{}, 'one thing\nand more'],
    ])
  })
})
