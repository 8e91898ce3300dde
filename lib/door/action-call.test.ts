import { describe, expect, test } from 'vitest'
import { readCall } from './action-call.ts'
import type { BuiltActions } from './built-actions.ts'

const id = (used: string) => `${used}${'a'.repeat(40)}`
/** Taking nothing, a form, and the state of a form with the form. */
const [nothing, form, stateful] = [id('00'), id('40'), id('60')]
const here = { isAt: (path: string) => path === '/here' }
const actions: BuiltActions = new Map([nothing, form, stateful].map((one) => [one, here]))

const boundary = 'the-boundary'
const multipart = `multipart/form-data; boundary=${boundary}`
const body = (parts: [name: string, value: string][]) =>
  `${parts.map(([name, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`).join('')}--${boundary}--\r\n`

type Posted = { type?: string; called?: string; sent: string; path?: string }
const read = ({ type, called, sent, path = '/here' }: Posted) =>
  readCall(
    {
      path,
      headers: {
        ...(type === undefined ? {} : { 'content-type': type }),
        ...(called === undefined ? {} : { 'next-action': called }),
      },
      bytes: Buffer.from(sent),
    },
    actions,
  )

const call = (called: string, root: string, ...more: [string, string][]) =>
  read({ type: multipart, called, sent: body([...more, ['0', root]]) })
const post = (...parts: [string, string][]) => read({ type: multipart, sent: body(parts) })
const bound = (of: string, state: string): [string, string][] => [
  ['$ACTION_REF_1', ''],
  ['$ACTION_1:0', JSON.stringify({ id: of, bound: '$@1' })],
  ['$ACTION_1:1', state],
]

describe('what forms of ours send is handed on', () => {
  test('as a browser sends them without scripts', async () => {
    expect(await post([`$ACTION_ID_${form}`, ''], ['email', 'anna@example.org'])).toBe('fine')
    expect(await post([`$ACTION_ID_${nothing}`, ''])).toBe('fine')
    expect(await post(...bound(stateful, '[{"problem":null,"typed":"$$5"}]'), ['a', 'b'])).toBe(
      'fine',
    )
  })

  test('as React calls them', async () => {
    expect(await call(form, '["$K1"]', ['1_email', 'x'])).toBe('fine')
    expect(await call(stateful, '[{"problem":"$undefined","typed":""},"$K1"]')).toBe('fine')
    expect(await call(nothing, '["$K1"]')).toBe('fine')
    const text = 'text/plain;charset=UTF-8'
    expect(await read({ type: text, called: nothing, sent: '[]' })).toBe('fine')
  })

  test('what is no call at all gets the page', async () => {
    expect(await read({ sent: '' })).toBe('fine')
    expect(await read({ type: 'application/json', sent: '{}' })).toBe('fine')
  })
})

describe('a form that cannot be read is refused', () => {
  test.each([
    ['without a boundary', 'multipart/form-data', body([['a', 'b']])],
    ['with an empty boundary', 'multipart/form-data; boundary=', body([['a', 'b']])],
    ['with another boundary than it names', 'multipart/form-data; boundary=other', body([])],
    ['that breaks off', multipart, body([['a', 'b']]).slice(0, -8)],
    ['with nothing in it', multipart, ''],
    ['in other letters', 'Multipart/Form-Data', body([])],
    ['compressed', multipart, '\u001F\u008B\b\0'],
  ])('%s', async (_how, type, sent) => {
    expect(await read({ type, sent })).toBe(400)
    expect(await read({ type, sent, called: form })).toBe(400)
  })
})

describe('arguments of no form are refused', () => {
  test.each([
    [form, '[]'],
    [form, '[null]'],
    [form, '["wall-early",{"slug":"x"},null]'],
    [stateful, '["$K1"]'],
    [stateful, '["$W9","$K1"]'],
    [stateful, '[{"a":["$F1"]},"$K1"]'],
    [stateful, '["$@1","$K1"]'],
    [stateful, '[null,"$K1","$B2"]'],
    [stateful, '[null,"$K"]'],
    [form, '["$K1",1,2,3,4,5,6]'],
    [form, '{"0":"$K1"}'],
    [form, '"$K1"'],
    [form, '{'],
    [form, ''],
    [nothing, 'null'],
    [nothing, '[1,"$W2"]'],
  ])('%s %s', async (called, root) => {
    expect(await call(called, root)).toBe(400)
    expect(await read({ type: 'text/plain', called, sent: root })).toBe(400)
  })

  test('none, two of them, and such as go very deep', async () => {
    expect(await read({ type: multipart, called: form, sent: body([['a', 'b']]) })).toBe(400)
    expect(await call(form, '["$K1"]', ['0', '[]'])).toBe(400)
    const deep = `${'['.repeat(40_000)}${']'.repeat(40_000)}`
    expect(await call(stateful, `[${deep},"$K1"]`)).toBe(400)
  })
})

describe('a form that names no action that can be called so is refused', () => {
  test.each<[string, [string, string][]]>([
    ['none', [['email', 'x']]],
    ['an id that is none', [['$ACTION_ID_', '']]],
    ['one that needs its state', [[`$ACTION_ID_${stateful}`, '']]],
    ['a reference to nothing', [['$ACTION_REF_1', '']]],
    [
      'a reference that is no JSON',
      [
        ['$ACTION_REF_1', ''],
        ['$ACTION_1:0', '{'],
      ],
    ],
    [
      'a reference that is null',
      [
        ['$ACTION_REF_1', ''],
        ['$ACTION_1:0', 'null'],
      ],
    ],
    ['too few values', bound(stateful, '[]')],
    ['too many values', bound(stateful, '[null,1,2]')],
    ['a value that is a reference', bound(stateful, '["$W7"]')],
    ['a reference twice', [...bound(stateful, '[null]'), ...bound(stateful, '[null]')]],
    [
      'one that fits, and one that does not',
      [
        [`$ACTION_ID_${form}`, ''],
        ['$ACTION_ID_x', ''],
      ],
    ],
  ])('%s', async (_what, parts) => {
    expect(await post(...parts)).toBe(400)
  })
})

describe('an action that is not at this address', () => {
  const gone = id('40').replaceAll('a', 'b')

  test('of an older build, or of another page, is a 409 and is not looked for', async () => {
    expect(await call(gone, '["$K1"]')).toBe(409)
    expect(await post([`$ACTION_ID_${gone}`, ''])).toBe(409)
    expect(await post(...bound(gone, '[]'))).toBe(409)
    const elsewhere = { type: multipart, path: '/elsewhere' }
    expect(await read({ ...elsewhere, called: form, sent: body([['0', '["$K1"]']]) })).toBe(409)
    expect(await read({ ...elsewhere, sent: body([[`$ACTION_ID_${form}`, '']]) })).toBe(409)
  })

  test.each(['garbage', 'x'.repeat(42), '', '__proto__', `${form}aa`])(
    '%j is the id of none',
    async (called) => {
      expect(await call(called, '["$K1"]')).toBe(400)
    },
  )

  test('while developing nobody knows which there are', async () => {
    const headers = { 'content-type': multipart, 'next-action': gone }
    const bytes = Buffer.from(body([['0', '["$K1"]']]))
    expect(await readCall({ path: '/here', headers, bytes }, null)).toBe('fine')
  })
})
