import { afterEach, expect, test } from 'vitest'
import { cardAddress, isCard } from '#lib/share-cards/address.ts'
import { useTestEnvironment } from '#lib/testing/environment.ts'
import { openCards } from './cards.ts'
import { DatabaseOutage } from './reach.ts'
import { serveHere } from './testing/raw.ts'

// What goes wrong is logged, and logging asks the environment how.
useTestEnvironment()

const stops: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop()
})

const name = '0123456789abcdef'.repeat(2)
const png = Buffer.from('a card')

async function door(read: Parameters<typeof openCards>[0]['read']) {
  const answer = openCards({ read, outage: () => false })
  const served = await serveHere(
    (request, response) => void answer(request, response, request.url ?? ''),
  )
  stops.push(served.stop)
  return served
}

const held = async (asked: string) =>
  Promise.resolve(asked === name ? { png, slugs: ['low-water', 'high-water'] } : null)

test('a card is everybody’s, and may be kept for ever by whoever has it', async () => {
  const { ask } = await door(held)
  const { status, headers, body } = await ask(cardAddress(name))
  expect([status, body.toString()]).toEqual([200, 'a card'])
  expect(headers).toMatchObject({
    'content-type': 'image/png',
    'content-disposition': 'inline',
    'cache-control': 'public, max-age=31536000, immutable, s-maxage=60',
    'surrogate-key': 'article:low-water article:high-water',
    'cache-tag': 'article:low-water,article:high-water',
  })
  const again = await ask(cardAddress(name), { headers: { 'if-none-match': `"${name}"` } })
  expect([again.status, again.body.length]).toEqual([304, 0])
  const head = await ask(cardAddress(name), { method: 'HEAD' })
  expect([head.status, head.body.length, head.headers['content-length']]).toEqual([200, 0, '6'])
})

test('one that very many articles have is forgotten by caches at any change of lists', async () => {
  const slugs = Array.from({ length: 31 }, (_, at) => `one-${at}`)
  const { ask } = await door(async () => Promise.resolve({ png, slugs }))
  expect((await ask(cardAddress(name))).headers['surrogate-key']).toBe('lists')
})

test.each([
  cardAddress('f'.repeat(32)),
  `/cards/${name}.jpg`,
  `/cards/${name.toUpperCase()}.png`,
  `/cards/${name}`,
  '/cards/',
  '/cards/../x',
])('there is nothing at %s, even for who says that they have it', async (path) => {
  const { ask } = await door(held)
  expect(isCard(path)).toBe(true)
  const said: Record<string, string>[] = [{}, { 'if-none-match': '*' }, { range: 'bytes=0-3' }]
  for (const headers of said) expect((await ask(path, { headers })).status).toBe(404)
})

test('nothing is written to it, and an outage is told from what is not there', async () => {
  const { ask } = await door(async () => Promise.reject(new DatabaseOutage('gone')))
  expect((await ask(cardAddress(name))).status).toBe(503)
  expect((await ask(cardAddress(name), { method: 'POST' })).status).toBe(405)
  const { ask: askFailing } = await door(async () => Promise.reject(new Error('a fault')))
  expect((await askFailing(cardAddress(name))).status).toBe(500)
})
