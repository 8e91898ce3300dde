/**
 * Requests that no page of ours sends, in many ways: each is answered with what is wrong with it, none is
 * a fault of ours, and the log says nothing of them. Whoever could fill it would hide in it what they do.
 */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from '@playwright/test'
import { builtActions } from './support/actions.ts'
import { knock } from './support/raw.ts'
import { dataFolder, stack } from './support/stack.ts'

const boundary = 'the-boundary'
const multipart = `multipart/form-data; boundary=${boundary}`
const form = (...parts: [name: string, value: string][]) =>
  `${parts.map(([name, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`).join('')}--${boundary}--\r\n`

const idOf = (name: string) => builtActions().get(name) ?? 'missing'
const reference = (id: string, state: string): [string, string][] => [
  ['$ACTION_REF_1', ''],
  ['$ACTION_1:0', JSON.stringify({ id, bound: '$@1' })],
  ['$ACTION_1:1', state],
]

type Odd = {
  is: string
  status: number
  path?: string
  headers?: [string, string][]
  body?: string
}

const call = (id: string): [string, string] => ['Next-Action', id]

function oddPosts(): Odd[] {
  const [ask, follow] = [idOf('askForCode'), idOf('followLink')]
  const unknown = `60${'a'.repeat(40)}`
  const type: [string, string] = ['Content-Type', multipart]
  const text: [string, string] = ['Content-Type', 'text/plain;charset=UTF-8']
  const bare: [string, string] = ['Content-Type', 'multipart/form-data']
  return [
    { is: 'no boundary', status: 400, headers: [bare], body: 'x' },
    { is: 'no boundary at the offer', path: '/subscribe', status: 400, headers: [bare], body: 'x' },
    { is: 'no boundary nowhere', path: '/account/no', status: 400, headers: [bare], body: 'x' },
    { is: 'no form in it', status: 400, headers: [type], body: 'nothing of the kind' },
    {
      is: 'a form that breaks off',
      status: 400,
      headers: [type],
      body: form(['a', 'b']).slice(0, -9),
    },
    { is: 'a form without an action', status: 400, headers: [type], body: form(['a', 'b']) },
    { is: 'arguments that are none', status: 400, headers: [text, call(ask)], body: '[]' },
    { is: 'arguments that are no JSON', status: 400, headers: [text, call(ask)], body: '{' },
    { is: 'no arguments', status: 400, headers: [text, call(ask)], body: '' },
    {
      is: 'arguments of another kind',
      status: 400,
      headers: [type, call(ask)],
      body: form(['0', '["$W9","$K1"]']),
    },
    { is: 'an action that is none', status: 400, headers: [text, call('garbage')], body: '[]' },
    {
      is: 'an action that is gone',
      status: 409,
      headers: [type, call(unknown)],
      body: form(['0', '[null,"$K1"]']),
    },
    {
      is: 'a form of an older build',
      status: 409,
      headers: [type],
      body: form([`$ACTION_ID_${follow.slice(0, 2)}${'a'.repeat(40)}`, '']),
    },
    {
      is: 'an action of another page',
      path: '/account/email',
      status: 409,
      headers: [type, call(ask)],
      body: form(['0', '[null,"$K1"]']),
    },
    {
      is: 'a form that is bound to too much',
      status: 400,
      headers: [type],
      body: form(...reference(ask, '[null,1,2]')),
    },
    {
      is: 'a form that is bound to a reference',
      status: 400,
      headers: [type],
      body: form(...reference(ask, '["$W7"]')),
    },
    {
      is: 'an action without its state',
      status: 400,
      headers: [type],
      body: form([`$ACTION_ID_${ask}`, '']),
    },
    { is: 'compressed', status: 415, headers: [type, ['Content-Encoding', 'gzip']], body: 'x' },
    { is: 'too much', status: 413, headers: [type], body: form(['a', 'x'.repeat(200_000)]) },
    { is: 'sent to a picture', path: '/pictures/the-night-yard.webp', status: 405, body: 'x' },
  ]
}

test('what is posted and is no form of ours is refused with a sentence, and fills no log', async () => {
  const origin = stack().site.replace(/\/$/, '')
  const before = readLog().length
  for (const { is, status, path: at = '/sign-in', headers = [], body } of oddPosts()) {
    const sent = { Origin: origin, ...Object.fromEntries(headers) }
    const answer = await knock(`${origin}${at}`, {
      method: 'POST',
      headers: sent,
      ...(body === undefined ? {} : { body }),
    })
    expect([is, answer.status]).toEqual([is, status])
    expect(answer.body).toContain('<h1>')
  }
  expect(await saidSince(before)).toEqual([])
})

test('pages are asked for by GET, HEAD and POST, and files are read', async () => {
  const site = stack().site.replace(/\/$/, '')
  for (const method of ['PUT', 'PATCH', 'DELETE', 'PROPFIND', 'TRACE'])
    for (const at of [
      '/sign-in',
      '/account',
      '/newsroom',
      '/pictures/x.webp',
      '/_next/static/x',
      '/api/me',
    ]) {
      const { status } = await knock(`${site}${at}`, { method, headers: { Origin: site } })
      expect([method, at, status]).toEqual([method, at, 405])
    }
})

test('where a browser says it is in the application is read or left aside', async () => {
  const site = stack().site.replace(/\/$/, '')
  const before = readLog().length
  for (const state of ['{', '%', '%5B%22a%22%5D', encodeURIComponent('[["a","b","c"],1]')]) {
    const answer = await fetch(`${site}/sign-in`, {
      headers: { RSC: '1', 'Next-Router-State-Tree': state },
    })
    expect([state, answer.status]).toEqual([state, 200])
  }
  expect(await saidSince(before)).toEqual([])
})

const readLog = () => readFileSync(path.join(dataFolder, 'start.log'), 'utf8')

/** Lines of ours about such requests; other tests run beside this one, and may have the publication say other things. */
async function saidSince(start: number): Promise<string[]> {
  // What is said of a request is there before what is said of one that comes after it.
  await fetch(`${stack().site}/api/health`)
  const lines = readLog().slice(start).split('\n')
  return lines.filter((line) =>
    /Server Action|FormData|router state|Connection closed|forward reference|Body exceeded|JSON at|reading 'get'|is not a function|request failed/.test(
      line,
    ),
  )
}
