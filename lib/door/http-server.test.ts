import { once } from 'node:events'
import type { Server } from 'node:http'
import { connect, type Socket } from 'node:net'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { log } from '#lib/log.ts'
import { useTestEnvironment } from '#lib/testing/environment.ts'
import { type Answering, closeServer, type Limits, openServer } from './http-server.ts'

useTestEnvironment()

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0)) await end()
})

/** What is asked of every answer in these tests. */
const always: [string, string][] = [
  ['Content-Security-Policy', "default-src 'none'"],
  ['X-Content-Type-Options', 'nosniff'],
]

/** A server with this answer, and raw connections to it. */
async function served(answer: Answering, limits: Partial<Limits> = {}) {
  return listening(openServer(answer, { always, limits }))
}

async function listening(server: Server) {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const bound = server.address()
  if (bound === null || typeof bound === 'string') throw new Error('no port')
  ends.push(() => {
    server.closeAllConnections()
    server.close()
  })
  const open = async () => {
    const socket = connect(bound.port, '127.0.0.1')
    ends.push(() => socket.destroy())
    await once(socket, 'connect')
    return { socket, ...collect(socket) }
  }
  return { server, open }
}

/** What comes on a connection, and when it ends. */
function collect(socket: Socket) {
  const came = { text: '' }
  socket.on('data', (bytes: Buffer) => {
    came.text += bytes.toString()
  })
  const ended = new Promise<void>((resolve) => void socket.once('close', () => resolve()))
  return { came, ended }
}

const get = (path: string) => `GET ${path} HTTP/1.1\r\nHost: news.example\r\n\r\n`
const say: Answering = ({ url }, response) => {
  response.writeHead(200, ['Content-Length', String(url?.length)])
  response.end(url)
}
const bodies = (text: string) => [...text.matchAll(/\r\n\r\n(\/[a-z]+)/g)].map(([, body]) => body)

test('requests that are sent without waiting are answered in their order', async () => {
  const slow = Promise.withResolvers<void>()
  const { open } = await served((request, response) =>
    request.url === '/first'
      ? slow.promise.then(() => say(request, response))
      : say(request, response),
  )
  const { socket, came } = await open()
  socket.write(get('/first') + get('/second') + get('/third'))
  slow.resolve()
  await expect.poll(() => bodies(came.text)).toEqual(['/first', '/second', '/third'])
})

test('who sends the head of a request a byte at a time is shown out', async () => {
  const { open } = await served(say, { head: 200, request: 300 })
  const { socket, came, ended } = await open()
  socket.write('GET / HTTP/1.1\r\nX-Slow: ')
  await ended
  expect(came.text).toMatch(/^(HTTP\/1\.1 408|$)/)
})

test('a head that is too large is refused', async () => {
  const { open } = await served(say)
  const { socket, came } = await open()
  socket.write(`GET / HTTP/1.1\r\nHost: a\r\nX-Large: ${'x'.repeat(40_000)}\r\n\r\n`)
  await expect.poll(() => came.text).toMatch(/^HTTP\/1\.1 431/)
})

const askWith = (count: number) => {
  const many = Array.from({ length: count - 2 }, (_, at) => `X-${at}: 1\r\n`).join('')
  return `GET / HTTP/1.1\r\nHost: a\r\n${many}Last: seen\r\n\r\n`
}

test('a head of very many headers is refused, and none of them is dropped without a word', async () => {
  const { open } = await served(({ headers }, response) => void response.end(headers.last))
  const { socket, came } = await open()
  socket.write(askWith(100))
  await expect.poll(() => came.text).toMatch(/^HTTP\/1\.1 200[^]*seen/)
  for (const count of [101, 500, 1500]) {
    const { socket: other, came: said } = await open()
    other.write(askWith(count))
    await expect.poll(() => said.text).toMatch(/^HTTP\/1\.1 431/)
  }
})

test('who sends what follows a head a byte at a time is shown out as well', async () => {
  const { open } = await served(
    async (request, response) => {
      for await (const _ of request);
      response.end()
    },
    { head: 100, request: 300 },
  )
  const { socket, came, ended } = await open()
  socket.write('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nx')
  await ended
  expect(came.text).toMatch(/^(HTTP\/1\.1 408|$)/)
})

test('nothing on a connection lasts for ever, unless somebody says so here', () => {
  const server = openServer(say)
  const { headersTimeout, requestTimeout, keepAliveTimeout, timeout } = server
  for (const one of [headersTimeout, requestTimeout, keepAliveTimeout, timeout]) {
    expect(one).toBeGreaterThan(0)
    expect(one).toBeLessThanOrEqual(120_000)
  }
  expect(headersTimeout).toBeLessThanOrEqual(requestTimeout)
  expect(server.maxRequestsPerSocket).toBeGreaterThan(0)
  expect(server.maxHeadersCount).toBeGreaterThan(0)
})

test('who does not read an answer loses the connection, and nobody else waits for them', async () => {
  const large = Buffer.alloc(64 * 1024 * 1024, 'x')
  const { server, open } = await served(
    (request, response) => {
      if (request.url === '/large') response.end(large)
      else return say(request, response)
    },
    { silence: 200 },
  )
  const connected = once(server, 'connection')
  const idle = await open()
  idle.socket.pause()
  idle.socket.write(get('/large'))
  const [theirs]: Socket[] = await connected
  const lost = theirs && once(theirs, 'close')
  const other = await open()
  other.socket.write(get('/small'))
  await expect.poll(() => bodies(other.came.text)).toEqual(['/small'])
  await lost
  expect(theirs?.bytesWritten).toBeGreaterThan(0)
})

test('a reader who leaves before the answer breaks nothing', async () => {
  const gate = Promise.withResolvers<void>()
  const { open } = await served((request, response) =>
    request.url === '/left'
      ? gate.promise.then(() => say(request, response))
      : say(request, response),
  )
  const leaving = await open()
  leaving.socket.write(get('/left'))
  leaving.socket.destroy()
  await leaving.ended
  gate.resolve()
  const { socket, came } = await open()
  socket.write(get('/here'))
  await expect.poll(() => bodies(came.text)).toEqual(['/here'])
})

test('a connection is not for ever: the client is told, and answered no further', async () => {
  const { open } = await served(say, { requestsPerConnection: 2 })
  const { socket, came } = await open()
  socket.write(get('/one') + get('/two') + get('/three'))
  await expect.poll(() => came.text).toContain('503 Service Unavailable')
  expect(bodies(came.text)).toEqual(['/one', '/two'])
  expect(came.text).toMatch(/Connection: close/)
})

test('a server that stops finishes what runs, tells the client to go, and takes nothing new', async () => {
  const gate = Promise.withResolvers<void>()
  const { server, open } = await served((request, response) =>
    request.url === '/running'
      ? gate.promise.then(() => say(request, response))
      : say(request, response),
  )
  const running = await open()
  running.socket.write(get('/running'))
  const resting = await open()
  resting.socket.write(get('/done'))
  await expect.poll(() => bodies(resting.came.text)).toEqual(['/done'])
  const closed = closeServer(server, 60_000)
  await resting.ended
  await expect(open()).rejects.toThrow('ECONNREFUSED')
  gate.resolve()
  await running.ended
  expect(bodies(running.came.text)).toEqual(['/running'])
  await closed
})

test('what takes longer than the server has patience for is broken off', async () => {
  const { server, open } = await served(() => new Promise<void>(() => undefined))
  const { socket, came, ended } = await open()
  socket.write(get('/never'))
  await once(server, 'request')
  await closeServer(server, 50)
  await ended
  expect(came.text).toBe('')
})

const upgrade =
  'GET /socket HTTP/1.1\r\nHost: news.example\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n'

test('W14: who asks for another protocol is answered in this one, whoever listens for sockets', async () => {
  const { server, open } = await served(say)
  // As Next does with the server of the first request that it is given; it then leaves the connection
  // without an answer, and Node without a limit.
  server.on('upgrade', () => undefined)
  const { socket, came } = await open()
  socket.write(upgrade)
  await expect.poll(() => bodies(came.text)).toEqual(['/socket'])
})

test('while developing, hot reload gets its socket', async () => {
  const server = openServer(say, { sockets: true })
  server.on('upgrade', (_request, socket) => socket.end('HTTP/1.1 101 Switching\r\n\r\n'))
  const { open } = await listening(server)
  const { socket, came, ended } = await open()
  socket.write(upgrade)
  await ended
  expect(came.text).toMatch(/^HTTP\/1\.1 101 /)
})

test('an answer that throws, at once or later, is a plain 500', async () => {
  const { open } = await served(({ url }) => {
    if (url === '/now') throw new Error('broken')
    return Promise.reject(new Error('broken later'))
  })
  const { socket, came } = await open()
  socket.write(get('/now') + get('/later'))
  await expect.poll(() => [...came.text.matchAll(/HTTP\/1\.1 500/g)]).toHaveLength(2)
})

describe('what every answer carries', () => {
  const host = 'Host: news.example\r\n'
  const endless = `X: ${'x'.repeat(40_000)}\r\n`

  test.each([
    ['an answer without a word of its own', `GET / HTTP/1.1\r\n${host}\r\n`, 200],
    ['no host', 'GET / HTTP/1.1\r\n\r\n', 400],
    ['no request at all', 'what is this?\r\n\r\n', 400],
    ['a name of a header with a space', `GET / HTTP/1.1\r\n${host}A B: 1\r\n\r\n`, 400],
    ['two lengths', `GET / HTTP/1.1\r\n${host}Content-Length: 1\r\nContent-Length: 2\r\n\r\n`, 400],
    ['a wish that nobody knows', `GET / HTTP/1.1\r\n${host}Expect: tea\r\n\r\n`, 417],
    ['a head that is too large', `GET / HTTP/1.1\r\n${host}${endless}\r\n`, 431],
    [
      'too much beside a chunk',
      `POST / HTTP/1.1\r\n${host}Transfer-Encoding: chunked\r\n\r\n1;${'x'.repeat(20_000)}\r\na\r\n0\r\n\r\n`,
      413,
    ],
  ])('stands on the answer to %s', async (_what, sent, status) => {
    const { open } = await served(async (request, response) => {
      // Who sends a body waits until it is there.
      for await (const _ of request);
      response.end('x')
    })
    const { socket, came } = await open()
    socket.write(sent)
    await expect.poll(() => came.text).toContain('\r\n\r\n')
    expect(came.text).toContain(`HTTP/1.1 ${status} `)
    for (const [name, value] of always) expect(came.text.split(`${name}: ${value}`)).toHaveLength(2)
  })

  test('stands on that to the head of a request that never ended', async () => {
    const { open } = await served(say, { head: 200, request: 300 })
    const { socket, came, ended } = await open()
    socket.write('GET / HTTP/1.1\r\nX-Slow: ')
    await ended
    expect(came.text).toMatch(/^HTTP\/1\.1 408 .*nosniff/s)
  })

  test('gives way to an answer’s own words, and leaves a whole list as it is', async () => {
    const { open } = await served(({ url }, response) => {
      const own = { 'Content-Security-Policy': 'own' }
      if (url === '/set') response.setHeader('Content-Security-Policy', 'own').end()
      if (url === '/written') response.writeHead(200, 'Fine', own).end()
      if (url === '/whole') response.writeHead(200, ['Content-Security-Policy', 'own']).end()
    })
    const { socket, came } = await open()
    socket.write(get('/set') + get('/written') + get('/whole'))
    await expect.poll(() => came.text.match(/Policy: own/g)).toHaveLength(3)
    expect(came.text).not.toContain("'none'")
    expect(came.text.match(/nosniff/g)).toHaveLength(2)
  })
})

test('what is no request, sent in the middle of an answer, is not answered into it', async () => {
  const { open } = await served((_request, response) => {
    response.writeHead(200, { 'Content-Length': 10 })
    response.write('half ')
  })
  const { socket, came, ended } = await open()
  socket.write(get('/half'))
  await expect.poll(() => came.text).toContain('half ')
  socket.write('what is this?\r\n\r\n')
  await ended
  expect(came.text).toMatch(/half $/)
})

test('who breaks off in the middle of what they send leaves no line in the log', async () => {
  const said: unknown[] = []
  const writing = vi.spyOn(log(), 'error').mockImplementation((one) => void said.push(one))
  const failed = Promise.withResolvers<void>()
  const { server, open } = await served(async (request) => {
    try {
      for await (const _ of request);
    } finally {
      failed.resolve()
    }
  })
  const { socket } = await open()
  socket.write('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nhalf')
  await once(server, 'request')
  socket.destroy()
  await failed.promise
  const other = await open()
  other.socket.write('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n')
  await once(server, 'request')
  writing.mockRestore()
  expect(said).toEqual([])
})
