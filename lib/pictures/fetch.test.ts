import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { fetchPicture, fetchRefusals, type Net, openInternet } from './fetch.ts'
import { limits } from './limits.ts'
import { isPublicAddress, type Resolved } from './public-address.ts'

const picture = Buffer.from('what stands at /picture')
const asked: IncomingMessage[] = []

/** What the server of somebody says at each path. */
const pages: Record<string, (response: ServerResponse, port: number) => void> = {
  '/picture': (response) => response.end(picture),
  '/gone': (response) => response.writeHead(404).end('no'),
  '/secret': (response) => response.writeHead(401).end('no'),
  '/down': (response) => response.writeHead(503).end('later'),
  '/part': (response) => response.writeHead(206).end('a part'),
  '/empty': (response) => response.writeHead(200).end(),
  '/to-picture': (response) => response.writeHead(302, { Location: '/picture' }).end(),
  '/1': (response) => response.writeHead(301, { Location: '2' }).end(),
  '/2': (response) => response.writeHead(307, { Location: '3' }).end(),
  '/3': (response) => response.writeHead(308, { Location: 'picture' }).end(),
  '/0': (response) => response.writeHead(302, { Location: '1' }).end(),
  '/round': (response) => response.writeHead(302, { Location: '/round' }).end(),
  '/nowhere': (response) => response.writeHead(302).end(),
  '/to-metadata': (response) =>
    response.writeHead(302, { Location: 'http://169.254.169.254/latest/meta-data/' }).end(),
  '/to-inside': (response, port) =>
    response.writeHead(302, { Location: `http://inside.example:${port}/picture` }).end(),
  '/to-file': (response) => response.writeHead(302, { Location: 'file:///etc/passwd' }).end(),
  '/to-login': (response, port) =>
    response.writeHead(302, { Location: `http://a:b@open.example:${port}/picture` }).end(),
  '/to-port': (response) =>
    response.writeHead(302, { Location: 'http://open.example:5432/picture' }).end(),
  '/says-much': (response) =>
    response.writeHead(200, { 'Content-Length': limits.bytes + 1 }).end('little'),
  '/is-much': (response) => {
    const some = Buffer.alloc(1024 * 1024)
    const more = () => {
      while (response.write(some));
    }
    response.on('drain', more)
    more()
  },
  '/stalls': (response) => response.write('a little, and then '),
  '/silent': () => undefined,
  '/breaks': (response) => {
    response.writeHead(200, { 'Content-Length': 100 }).write('a little')
    setImmediate(() => response.destroy())
  },
}

const server = createServer((request, response) => {
  asked.push(request)
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  pages[request.url ?? '']?.(response, port)
})

let port = 0
let net: Net

/** A name server that knows three hosts; the last says something else each time. */
const hosts: Record<string, string[][]> = {
  'open.example': [['127.0.0.1']],
  'inside.example': [['10.0.0.7']],
  'half.example': [['127.0.0.1', '10.0.0.7']],
  'rebinding.example': [['127.0.0.1'], ['10.0.0.7']],
}
const said = new Map<string, number>()

beforeAll(async () => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  port = typeof address === 'object' && address ? address.port : 0
  net = {
    ports: { 'http:': port },
    resolve: async (host) => {
      const turn = said.get(host) ?? 0
      said.set(host, turn + 1)
      const answers = hosts[host]
      const addresses = answers?.[turn % answers.length]
      if (!addresses) throw new Error(`ENOTFOUND ${host}`)
      return Promise.resolve(addresses.map((one): Resolved => ({ address: one, family: 4 })))
    },
    // To these tests the machine itself is the open internet, and nothing else of what is closed.
    mayReach: (one) => one.address === '127.0.0.1' || isPublicAddress(one),
    patience: 60_000,
  }
})

afterAll(() => {
  server.closeAllConnections()
  server.close()
})

const at = (path: string, host = 'open.example') => `http://${host}:${port}${path}`

test('a picture is fetched, and the bytes are all that is believed', async () => {
  asked.length = 0
  expect(await fetchPicture(` ${at('/picture')}\n`, net)).toEqual({
    kind: 'fetched',
    bytes: picture,
  })
  expect(asked.map(({ headers }) => headers)).toEqual([
    {
      accept: 'image/avif,image/webp,image/png,image/jpeg,image/gif',
      'accept-encoding': 'identity',
      'user-agent': 'Foldline',
      host: `open.example:${port}`,
      connection: 'close',
    },
  ])
})

test.each(['/to-picture', '/1'])('it may be elsewhere: %s', async (path) => {
  expect(await fetchPicture(at(path), net)).toEqual({ kind: 'fetched', bytes: picture })
})

test.each([
  ['/gone', 'not_found'],
  ['/secret', 'not_found'],
  ['/part', 'not_found'],
  ['/nowhere', 'not_found'],
  ['/down', 'unreachable'],
  ['/breaks', 'unreachable'],
  ['/0', 'too_many_redirects'],
  ['/round', 'too_many_redirects'],
  ['/says-much', 'too_many_bytes'],
  ['/is-much', 'too_many_bytes'],
])('%s: %s', async (path, why) => {
  expect(await fetchPicture(at(path), net)).toEqual({ kind: 'refused', why })
})

test.each(['/stalls', '/silent'])(
  '%s is waited for no longer than there is patience',
  async (path) => {
    expect(await fetchPicture(at(path), { ...net, patience: 300 })).toEqual({
      kind: 'refused',
      why: 'slow',
    })
  },
)

test('a name server that does not answer is waited for no longer', async () => {
  const silent = { ...net, patience: 50, resolve: () => new Promise<never>(() => undefined) }
  expect(await fetchPicture(at('/picture'), silent)).toEqual({ kind: 'refused', why: 'slow' })
})

test.each([
  ['a network of our own', 'inside.example', 'not_public'],
  ['the open internet and a network of our own', 'half.example', 'not_public'],
  ['nothing', 'unknown.example', 'not_public'],
])('a name that leads to %s is not asked', async (_, host, why) => {
  asked.length = 0
  expect(await fetchPicture(at('/picture', host), net)).toEqual({ kind: 'refused', why })
  expect(asked).toEqual([])
})

test.each([
  ['/to-metadata', 'no_address'],
  ['/to-inside', 'not_public'],
  ['/to-file', 'no_address'],
  ['/to-login', 'no_address'],
  ['/to-port', 'no_address'],
])('a redirect is looked at as well: %s', async (path, why) => {
  asked.length = 0
  expect(await fetchPicture(at(path), net)).toEqual({ kind: 'refused', why })
  expect(asked).toHaveLength(1)
})

test('the connection goes to the address that was looked at, whatever the name says the next time', async () => {
  asked.length = 0
  said.clear()
  const url = at('/picture', 'rebinding.example')
  expect(await fetchPicture(url, net)).toEqual({ kind: 'fetched', bytes: picture })
  expect(said.get('rebinding.example')).toBe(1)
  expect(await fetchPicture(url, net)).toEqual({ kind: 'refused', why: 'not_public' })
  expect(asked).toHaveLength(1)
})

/** As the product fetches, but for the names, which here lead nowhere. */
const product: Net = {
  ...openInternet,
  resolve: vi.fn<Net['resolve']>(async () => Promise.resolve([])),
}

test.each([
  'https://127.0.0.1/',
  'https://2130706433/',
  'https://0x7f000001/',
  'https://0x7f.1/',
  'https://0177.0.0.1/',
  'https://127.1/',
  'https://127.0.0.1./',
  'https://①②⑦.0.0.1/',
  'https://0/',
  'https://0.0.0.0/',
  'https://10.1.2.3/',
  'https://169.254.169.254/latest/meta-data/',
  'https://2852039166/',
  'https://[::1]/',
  'https://[::]/',
  'https://[::ffff:127.0.0.1]/',
  'https://[::ffff:7f00:1]/',
  'https://[64:ff9b::7f00:1]/',
  'https://[2002:7f00:1::]/',
  'https://[fe80::1]/',
  'https://[fd00:ec2::254]/',
  'https://localhost/',
  'https://LOCALHOST./',
])('%s is closed however it is spelled', async (address) => {
  expect(await fetchPicture(address, product)).toEqual({ kind: 'refused', why: 'not_public' })
})

test.each([
  '',
  'picture.jpg',
  '/picture.jpg',
  '//open.example/picture.jpg',
  'http://open.example/picture.jpg',
  'ftp://open.example/picture.jpg',
  'file:///etc/passwd',
  'data:image/png;base64,AAAA',
  'javascript:alert(1)',
  'https://open.example:8443/',
  'https://open.example:22/',
  'https://name@open.example/',
  'https://name:password@open.example/',
  'https://open.example\u0000.inside/',
  'https://[::1%25eth0]/',
  'https://256.256.256.256/',
])('%s is no address of a picture', async (address) => {
  expect(await fetchPicture(address, product)).toEqual({ kind: 'refused', why: 'no_address' })
})

test('every refusal says what to do, or that there is nothing to be done', () => {
  for (const sentence of Object.values(fetchRefusals)) expect(sentence).toMatch(/^[A-Z].{30,}\.$/)
})
