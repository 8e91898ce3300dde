/**
 * `npm run test:proxies`: the configurations of this folder in front of an origin that speaks as the site
 * does, with Debian's own servers: apt-get install nginx-light varnish varnish-modules. Not part of
 * `npm test`, which needs nothing but Node.
 */
import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { request as send } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { freePort } from '../../local/ports.ts'
import { GATED, type Origin, PREVIEW, startOrigin } from './origin.ts'

const here = path.dirname(import.meta.dirname)
const folder = mkdtempSync(path.join(tmpdir(), 'foldline-proxies-'))
chmodSync(folder, 0o755)
const PAYER = { cookie: 'theme=dark; foldline-3000=token' }

type Proxy = { port: number; stop: () => Promise<void> }
type Reply = {
  status: number
  cache: string | undefined
  text: string
  headers: NodeJS.Dict<string | string[]>
}

function ask(
  port: number,
  url: string,
  headers = {},
  method = 'GET',
  body?: Buffer,
): Promise<Reply> {
  const { promise, resolve, reject } = Promise.withResolvers<Reply>()
  const outgoing = send({ host: '127.0.0.1', port, path: url, method, headers }, (response) => {
    let text = ''
    response.setEncoding('utf8').on('data', (part: string) => (text += part))
    response.on('end', () => {
      const cache = response.headers['x-cache']?.toString().toLowerCase()
      resolve({ status: response.statusCode ?? 0, cache, text, headers: response.headers })
    })
  })
  outgoing.on('error', reject)
  outgoing.end(body)
  return promise
}

/** Starts a server and waits until it takes connections. */
async function run(command: string, given: string[], port: number): Promise<Proxy> {
  const child: ChildProcess = spawn(command, given, { stdio: ['ignore', 'ignore', 'inherit'] })
  const failed = once(child, 'error').then(([error]) => {
    throw new Error(`${command} is missing: apt-get install nginx-light varnish varnish-modules`, {
      cause: error,
    })
  })
  await Promise.race([failed, untilOpen(port, child)])
  return {
    port,
    stop: async () => {
      child.kill('SIGTERM')
      if (child.exitCode === null) await once(child, 'exit')
    },
  }
}

async function untilOpen(port: number, child: ChildProcess): Promise<void> {
  while (child.exitCode === null) {
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => resolve(true))
      socket.on('error', () => resolve(false)).on('connect', () => socket.destroy())
    })
    if (open) return
    await pause(50)
  }
  throw new Error(`It ended with ${child.exitCode} before it listened; see above.`)
}

const configuration = (name: string, changes: [RegExp, string][]) => {
  const file = path.join(folder, name)
  const text = readFileSync(path.join(here, name), 'utf8')
  writeFileSync(
    file,
    changes.reduce((all, [from, to]) => all.replace(from, to), text),
  )
  return file
}

async function startVarnish(origin: Origin): Promise<Proxy> {
  const port = await freePort(6181)
  const file = configuration('varnish.vcl', [[/"3000"/, `"${origin.port}"`]])
  const work = path.join(folder, 'varnish')
  const given = ['-F', '-a', `127.0.0.1:${port}`, '-f', file, '-n', work, '-s', 'malloc,32m']
  return run('varnishd', [...given, '-p', 'http_gzip_support=off', '-T', 'none'], port)
}

async function startNginx(origin: Origin): Promise<Proxy> {
  const port = await freePort(6281)
  configuration('nginx.conf', [
    // A test has no certificate; Debian 12 has nginx 1.22, which knows HTTP/2 only with `listen`.
    [/listen 443 ssl;\n\s*http2 on;/, `listen 127.0.0.1:${port};`],
    [/\s*ssl_certificate\S* \S+;/g, ''],
    [/127\.0\.0\.1:3000/, `127.0.0.1:${origin.port}`],
    [/\/var\/cache\/nginx\/foldline/, path.join(folder, 'cache')],
  ])
  const whole = path.join(folder, 'whole.conf')
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((kind) => `${kind}_temp_path ${folder}/${kind};`)
    .join(' ')
  writeFileSync(
    whole,
    `daemon off; pid ${folder}/nginx.pid; error_log stderr; events {} http { access_log off; ${temporary} include ${folder}/nginx.conf; }`,
  )
  return run('nginx', ['-c', whole, '-e', 'stderr'], port)
}

const kinds = { varnish: startVarnish, nginx: startNginx }
const running: Record<string, { origin: Origin; proxy: Proxy }> = {}

beforeAll(async () => {
  for (const [name, start] of Object.entries(kinds)) {
    const origin = await startOrigin()
    running[name] = { origin, proxy: await start(origin) }
  }
})
afterAll(async () => {
  for (const { origin, proxy } of Object.values(running)) {
    await proxy.stop()
    await origin.close()
  }
  rmSync(folder, { recursive: true, force: true })
})

function use(name: string) {
  const one = running[name]
  if (!one) throw new Error(`${name} does not run`)
  return { ...one, port: one.proxy.port }
}

describe('varnish', () => {
  test('answers the second anonymous reader itself, whatever other cookies they have', async () => {
    const { port, origin } = use('varnish')
    const first = await ask(port, '/articles/a')
    const asked = origin.asked()
    const second = await ask(port, '/articles/a', { cookie: 'theme=dark; consent=1' })
    assert.deepEqual([first.cache, second.cache, second.text], ['miss', 'hit', PREVIEW])
    assert.equal(origin.asked(), asked)
    assert.equal(second.headers['surrogate-key'], undefined)
  })

  test('lets who has a session through to the site, and keeps nothing of it', async () => {
    const { port } = use('varnish')
    for (const cookie of [PAYER.cookie, '__Host-foldline=t', 'a=1;foldline-3000=t'])
      for (let turn = 0; turn < 20; turn++) {
        const [payer, nobody] = await Promise.all([
          ask(port, '/articles/b', { cookie }),
          ask(port, '/articles/b'),
        ])
        assert.ok(payer.text.includes(GATED))
        assert.equal(payer.cache, 'miss')
        assert.equal(nobody.text, PREVIEW)
      }
  })

  test('forgets what has the tag, and nothing else', async () => {
    const { port } = use('varnish')
    const pages = ['/', '/articles/c', '/articles/d']
    for (const page of pages) await ask(port, page)
    const purged = await ask(port, '/', { 'Surrogate-Key': 'article:c lists' }, 'PURGE')
    assert.equal(purged.status, 200)
    const again = await Promise.all(pages.map((page) => ask(port, page)))
    assert.deepEqual(
      again.map(({ cache }) => cache),
      ['miss', 'miss', 'hit'],
    )
  })

  test('refuses to forget nothing in particular', async () => {
    assert.equal((await ask(use('varnish').port, '/', {}, 'PURGE')).status, 400)
  })

  test('leaves the cookie of somebody who is just signing in', async () => {
    const cookie = 'foldline-signing-in=x'
    assert.equal((await ask(use('varnish').port, '/sign-in/code', { cookie })).text, cookie)
  })

  test('keeps each encoding apart and believes no address that a client claims', async () => {
    const { port, origin } = use('varnish')
    const asked = origin.asked()
    for (const encoding of ['gzip, deflate, br', 'br', 'gzip', 'gzip, deflate', ''])
      await ask(port, '/articles/e', { 'accept-encoding': encoding, 'x-forwarded-for': '9.9.9.9' })
    assert.equal(origin.asked() - asked, 3)
    assert.ok(origin.addresses.every((address) => address.startsWith('127.0.0.1')))
  })
})

describe('varnish and pictures', () => {
  test('keeps a picture that is everybody’s, and forgets it with an article that shows it', async () => {
    const { port } = use('varnish')
    const picture = '/pictures/pictured/720.avif'
    for (const expected of ['miss', 'hit']) assert.equal((await ask(port, picture)).cache, expected)
    await ask(port, '/', { 'Surrogate-Key': 'article:pictured' }, 'PURGE')
    assert.equal((await ask(port, picture)).cache, 'miss')
  })

  test('keeps no picture that is for who may read on', async () => {
    const { port } = use('varnish')
    const picture = '/pictures/gated/720.avif'
    for (let turn = 0; turn < 3; turn++) {
      assert.equal((await ask(port, picture, PAYER)).text, GATED)
      assert.equal((await ask(port, picture)).status, 404)
    }
  })
})

describe('nginx', () => {
  test('keeps built files, and no page', async () => {
    const { port, origin } = use('nginx')
    const file = '/_next/static/app.js'
    await ask(port, file, PAYER)
    assert.equal((await ask(port, file)).cache, 'hit')
    const asked = origin.asked()
    for (let turn = 0; turn < 10; turn++) {
      assert.ok((await ask(port, '/articles/a', PAYER)).text.includes(GATED))
      assert.equal((await ask(port, '/articles/a')).text, PREVIEW)
    }
    assert.equal(origin.asked() - asked, 20)
  })

  test('lets a large picture pass where staff add them, and nowhere else', async () => {
    const { port } = use('nginx')
    const statusOf = async (url: string, size: number) =>
      (await ask(port, url, {}, 'POST', Buffer.alloc(size))).status
    assert.equal(await statusOf('/newsroom/pictures/add', 20_000_000), 200)
    assert.equal(await statusOf('/newsroom/pictures', 5_000_000), 413)
  })

  test('believes no address that a client claims', async () => {
    const { port, origin } = use('nginx')
    await ask(port, '/', { 'x-forwarded-for': '9.9.9.9' })
    assert.equal(origin.addresses[0], '127.0.0.1')
  })
})
