import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { useTestDatabase } from '#db/testing/database.ts'
import type { ReaderClass } from '#lib/access/level.ts'
import { openTurns } from './turns.ts'

const database = useTestDatabase()
const siteUrl = new URL('https://news.example')
const two = () => ({ name: `test ${randomUUID()}`, points: 2, seconds: 60 })
const take = openTurns({ db: database.app, siteUrl })

const asking = (address: string, token?: string, readerClass: ReaderClass = 'anonymous') => ({
  address,
  cookie: token === undefined ? undefined : `__Host-foldline=${token}`,
  readerClass,
})
const kinds = async (limit: ReturnType<typeof two>, all: ReturnType<typeof asking>[]) => {
  const said = []
  for (const one of all) said.push((await take(limit, one))?.kind ?? 'not counted')
  return said
}

test('those who are not signed in count by their address', async () => {
  const here = asking('203.0.113.9')
  expect(await kinds(two(), [here, here, here, asking('203.0.113.10')])).toEqual([
    'allowed',
    'allowed',
    'limited',
    'allowed',
  ])
})

test('who is signed in has turns of their own, wherever they are', async () => {
  const mine = (address: string) => asking(address, 'mine', 'registered')
  const all = [mine('203.0.113.1'), mine('203.0.113.2'), mine('203.0.113.3')]
  const others = asking('203.0.113.1', 'another', 'subscriber')
  expect(await kinds(two(), [...all, others])).toEqual(['allowed', 'allowed', 'limited', 'allowed'])
})

test('a made-up cookie brings no new turns', async () => {
  const all = ['a', 'b', 'c'].map((token) => asking('203.0.113.9', token))
  expect(await kinds(two(), all)).toEqual(['allowed', 'allowed', 'limited'])
})

test('a home with IPv6 is one, whatever address of it asks', async () => {
  const all = ['2001:db8::1', '2001:db8::2', '2001:db8:0:0:ffff::1', '2001:db8:0:1::1'].map((one) =>
    asking(one),
  )
  expect(await kinds(two(), all)).toEqual(['allowed', 'allowed', 'limited', 'allowed'])
})

test('this machine itself is not counted: it is everybody, where a proxy names nobody', async () => {
  const here = [asking('127.0.0.1'), asking('::1'), asking('127.0.0.1', 'mine', 'subscriber')]
  expect(await kinds({ ...two(), points: 0 }, here)).toEqual(here.map(() => 'not counted'))
})

test('what is kept of who asks is neither a cookie nor longer than its time', async () => {
  const limit = two()
  await take(limit, asking('203.0.113.9', 'a secret token', 'registered'))
  const rows =
    await database.owner`select key, expire from rate_limit where key like ${`${limit.name}%`}`
  expect(rows).toHaveLength(1)
  expect(String(rows[0]?.key)).toMatch(/session [0-9a-f]{64}$/)
})
