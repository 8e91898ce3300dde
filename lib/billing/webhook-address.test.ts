import { createServer, request as send } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { useTestEnvironment } from '#lib/testing/environment.ts'
import { BODY_LIMIT } from './webhook.ts'
import { answerWebhook, isWebhook } from './webhook-address.ts'

useTestEnvironment()
const server = createServer((request, response) => void answerWebhook(request, response))
let url = ''
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  url = typeof address === 'object' ? `http://127.0.0.1:${address?.port}/api/stripe/webhook` : ''
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

test('12: the address with and without a slash is the webhook, and nothing beside it', () => {
  expect(['/api/stripe/webhook', '/api/stripe/webhook/'].map(isWebhook)).toEqual([true, true])
  expect(['/api/stripe/webhooks', '/api/stripe/webhook/x', '/'].some(isWebhook)).toBe(false)
})

test.each(['GET', 'PUT', 'DELETE'])('9: %s is a 405 that names POST', async (method) => {
  const answer = await fetch(url, { method })
  expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST'])
})

test('1: what is not signed is a 400 with a sentence, and the connection goes on', async () => {
  for (let turn = 0; turn < 2; turn++) {
    const answer = await fetch(url, { method: 'POST', body: '{}' })
    expect([answer.status, answer.headers.get('connection')]).toEqual([400, 'keep-alive'])
    expect(await answer.json()).toMatchObject({ error: expect.stringContaining('not an event') })
  }
})

test.each([
  ['announced', { 'content-length': String(5 * BODY_LIMIT) }, 1],
  ['in pieces', {}, BODY_LIMIT + 1],
])(
  '8: a body too large, %s, is a 413 before its end, which never comes',
  async (_how, more, size) => {
    const signature = `t=${Math.floor(Date.now() / 1000)},v1=${'0'.repeat(64)}`
    const headers = { ...more, 'stripe-signature': signature }
    const { promise, resolve, reject } = Promise.withResolvers<[number | undefined, unknown]>()
    const outgoing = send(url, { method: 'POST', headers }, (answer) => {
      resolve([answer.statusCode, answer.headers.connection])
      answer.resume()
    })
    outgoing.on('error', reject)
    outgoing.write('x'.repeat(size))
    expect(await promise).toEqual([413, 'close'])
    outgoing.destroy()
  },
)
