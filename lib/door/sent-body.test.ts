import { once } from 'node:events'
import { createServer, type IncomingMessage, request as open } from 'node:http'
import { text } from 'node:stream/consumers'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bodyLimitOf, readSent, refuseUnread, sentAgain } from './sent-body.ts'

const outcomes: string[] = []
const server = createServer((request, response) => {
  void (async () => {
    const sent = await readSent(request, request.url ?? '/', request.headers.from === 'the desk')
    outcomes.push(sent.kind)
    if (sent.kind === 'refused') return refuseUnread(request, response, sent.status)
    if (sent.kind === 'body') response.end(await seenBy(sentAgain(request, sent.bytes)))
  })()
})
/** What a handler would see of it. */
const seenBy = async (again: IncomingMessage) =>
  JSON.stringify([again.method, again.url, again.headers['content-length'], await text(again)])

let url = ''
beforeAll(async () => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  url = typeof address === 'object' ? `http://127.0.0.1:${address?.port}` : ''
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

test('what was sent is read and can be read again, announced or in pieces, on one connection', async () => {
  const agent = { method: 'POST', headers: { connection: 'keep-alive' } }
  for (const body of ['', 'a=b', 'x'.repeat(100_000)]) {
    const answer = await fetch(`${url}/sign-in?to=%2F`, { ...agent, body })
    expect(await answer.json()).toEqual(['POST', '/sign-in?to=%2F', String(body.length), body])
  }
  const pieces = open(`${url}/sign-in`, { method: 'PUT' })
  pieces.write('one,')
  pieces.end('two')
  const [answer] = await once(pieces, 'response')
  expect(JSON.parse(await text(answer))).toEqual(['PUT', '/sign-in', '7', 'one,two'])
})

const sendAs = async (path: string, size: number, headers: Record<string, string>) =>
  (await fetch(url + path, { method: 'POST', headers, body: Buffer.alloc(size) })).status

test('a file of 20 MiB may be sent where pictures are added, by those who work here', async () => {
  const most = 21 * 1024 * 1024
  const desk = { from: 'the desk' }
  expect(await sendAs('/newsroom/pictures/add', most, desk)).toBe(200)
  expect(await sendAs('/newsroom/pictures/add', most + 1, desk)).toBe(413)
  expect(await sendAs('/newsroom/pictures/add', 2_000_000, {})).toBe(413)
  expect(await sendAs('/newsroom/pictures', 2_000_000, desk)).toBe(413)
  expect(await sendAs('/account', 2_000_000, desk)).toBe(413)
})

test.each([
  ['/sign-in', 128 * 1024],
  ['/withdraw', 128 * 1024],
  ['/api/anything', 128 * 1024],
  ['/newsroomx', 128 * 1024],
  ['/newsroom', 1024 * 1024],
  ['/newsroom/readers/1/refund', 1024 * 1024],
])('to %s may be sent %i bytes, and not one more', async (path, limit) => {
  expect(bodyLimitOf(path)).toBe(limit)
  const send = async (size: number) =>
    (await fetch(url + path, { method: 'POST', body: 'x'.repeat(size) })).status
  expect([await send(limit), await send(limit + 1)]).toEqual([200, 413])
})

test.each([
  ['announced', { 'content-length': String(10 * 1024 * 1024) }, 1],
  ['in pieces', {}, 128 * 1024 + 1],
])(
  'too much, %s, is refused before its end, which never comes',
  async (_how, headers: Record<string, string>, size) => {
    const outgoing = open(`${url}/sign-in`, { method: 'POST', headers })
    outgoing.write('x'.repeat(size))
    const [answer] = await once(outgoing, 'response')
    expect([answer.statusCode, answer.headers.connection]).toEqual([413, 'close'])
    answer.resume()
    outgoing.destroy()
  },
)

test.each(['gzip', 'deflate', 'br', 'zstd', 'gzip, gzip', 'x'])(
  'what says it is compressed is not unpacked: %s',
  async (coding) => {
    const body = new Uint8Array(gzipSync('a=b'))
    const headers = { 'content-encoding': coding }
    const answer = await fetch(`${url}/sign-in`, { method: 'POST', body, headers })
    expect(answer.status).toBe(415)
    expect(await answer.text()).toContain('must not be compressed')
  },
)

test('what is compressed and does not say so is what it is', async () => {
  const body = new Uint8Array(gzipSync('a=b'))
  const answer = await fetch(`${url}/sign-in`, { method: 'POST', body })
  const [, , length] = await answer.json()
  expect(length).toBe(String(body.byteLength))
})

test('who breaks off in the middle is nobody’s fault', async () => {
  outcomes.length = 0
  const outgoing = open(`${url}/sign-in`, { method: 'POST', headers: { 'content-length': '100' } })
  outgoing.on('error', () => undefined)
  const began = once(server, 'request')
  outgoing.write('half')
  await began
  outgoing.destroy()
  await expect.poll(() => outcomes).toEqual(['gone'])
})
