import { afterEach, describe, expect, test, vi } from 'vitest'
import type { ReaderClass } from '#lib/access/level.ts'
import type { PictureUse } from '#lib/pictures/access.ts'
import { addressOf, hashOf } from '#lib/pictures/address.ts'
import { memoryStorage } from '#lib/pictures/testing/memory.ts'
import { useTestEnvironment } from '#lib/testing/environment.ts'
import { openKnownUses } from './known-uses.ts'
import { isKeptPicture, openPictures } from './pictures.ts'
import { DatabaseOutage } from './reach.ts'
import { trustedByHand } from './testing/changes.ts'
import { serveHere } from './testing/raw.ts'

// What goes wrong is logged, and logging asks the environment how.
useTestEnvironment()

const stops: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop()
})

const variant = { width: 720, format: 'avif' } as const
const open = hashOf(Buffer.from('open'))
const gated = hashOf(Buffer.from('gated'))
const unused = hashOf(Buffer.from('unused'))
const missing = hashOf(Buffer.from('missing'))
const at = (hash: string) => addressOf(hash, variant)
const use = (slug: string, part: PictureUse['part']): PictureUse => ({
  slug,
  accessLevel: 'subscriber',
  part,
})

/** What somebody could try, to be told something else than that there is nothing. */
const asked: Record<string, string>[] = [
  {},
  { range: 'bytes=0-3' },
  { 'if-none-match': `"${gated}-720.avif"` },
  { 'if-none-match': '*' },
]

async function door(classOf: () => ReaderClass | Promise<ReaderClass> = () => 'anonymous') {
  const storage = memoryStorage()
  for (const hash of [open, gated, unused]) await storage.put(`${hash}/720.avif`, Buffer.from(hash))
  const uses = new Map([
    [open, [use('low-water', 'public'), use('high-water', 'gated')]],
    [gated, [use('low-water', 'gated')]],
    [missing, [use('low-water', 'public')]],
  ])
  const look = vi.fn<(hash: string) => Promise<PictureUse[]>>(async (hash) =>
    Promise.resolve(uses.get(hash) ?? []),
  )
  const changes = trustedByHand()
  const answer = openPictures({
    classOf,
    usesOf: openKnownUses(changes, look),
    isGiven: async (shown, cookie) =>
      Promise.resolve(
        cookie === 'pass=low-water' && shown.some(({ slug }) => slug === 'low-water'),
      ),
    storage,
    outage: () => !changes.database.answers(),
  })
  const read = vi.spyOn(storage, 'read')
  const served = await serveHere(
    (request, response) => void answer(request, response, request.url ?? ''),
  )
  stops.push(served.stop)
  return { ...served, uses, look, read, changes }
}

describe('who may see a picture', () => {
  test('one below a marker is also for who was given the article, and stays nowhere', async () => {
    const { ask } = await door()
    const { status, headers, body } = await ask(at(gated), {
      headers: { cookie: 'pass=low-water' },
    })
    expect([status, body.toString()]).toEqual([200, gated])
    expect(headers).toMatchObject({ 'cache-control': 'private, no-store', vary: 'Cookie' })
    expect((await ask(at(gated), { headers: { cookie: 'pass=high-water' } })).status).toBe(404)
    expect((await ask(at(unused), { headers: { cookie: 'pass=low-water' } })).status).toBe(404)
  })

  test('one that stands above a marker is everybody’s, and may be kept for ever', async () => {
    const { ask } = await door()
    const { status, headers, body } = await ask(at(open))
    expect([status, body.toString()]).toEqual([200, open])
    expect(headers).toMatchObject({
      'content-type': 'image/avif',
      'content-disposition': 'inline',
      'cache-control': 'public, max-age=31536000, immutable, s-maxage=60',
      // Not of the article that shows it below its marker: nobody need know of that.
      'surrogate-key': 'article:low-water',
      'cache-tag': 'article:low-water',
    })
    expect(headers.vary).toBeUndefined()
  })

  test('one that very many articles show is forgotten by caches at any change of lists', async () => {
    const { ask, uses } = await door()
    uses.set(
      open,
      Array.from({ length: 31 }, (_, place) => use(`one-${place}`, 'public')),
    )
    const { headers } = await ask(at(open))
    expect([headers['surrogate-key'], headers['cache-tag']]).toEqual(['lists', 'lists'])
  })

  test('W39: one that stands only below is for who may read on, and stays nowhere on the way', async () => {
    const { ask } = await door(() => 'subscriber')
    const { status, headers, body } = await ask(at(gated))
    expect([status, body.toString()]).toEqual([200, gated])
    expect(headers).toMatchObject({
      'content-type': 'image/avif',
      'cache-control': 'private, no-store',
      vary: 'Cookie',
      'cross-origin-resource-policy': 'same-origin',
    })
    expect(headers).not.toHaveProperty('surrogate-key')
  })

  test.each(['anonymous', 'registered'] as const)(
    'W39: for who is %s it is as if it did not exist, whatever they ask',
    async (readerClass) => {
      const { ask, read } = await door(() => readerClass)
      const nothing = await ask(at(hashOf(Buffer.from('nobody has it'))))
      expect(nothing.status).toBe(404)
      const plain = (answer: typeof nothing) => ({
        ...answer,
        headers: { ...answer.headers, date: '' },
      })
      for (const headers of asked)
        for (const hash of [gated, unused])
          expect(plain(await ask(at(hash), { headers }))).toEqual(plain(nothing))
      const head = await ask(at(gated), { method: 'HEAD' })
      expect([head.status, head.body.length]).toEqual([404, 0])
      expect(read).not.toHaveBeenCalled()
    },
  )

  test('one that no published article shows is nobody’s here, whoever asks', async () => {
    const { ask } = await door(() => 'subscriber')
    expect((await ask(at(unused))).status).toBe(404)
  })

  test('one whose file is gone is not found', async () => {
    const { ask } = await door()
    expect((await ask(at(missing))).status).toBe(404)
  })

  test.each([
    `/pictures/${open}/720.png`,
    `/pictures/${open}/`,
    '/pictures/../720.avif',
    '/pictures//x',
  ])('%s is no picture', async (path) => {
    const { ask, look } = await door(() => 'subscriber')
    expect((await ask(path)).status).toBe(404)
    expect(look).not.toHaveBeenCalled()
  })

  test('nothing is sent to a picture', async () => {
    const { ask } = await door()
    const answer = await ask(at(open), { method: 'POST' })
    expect([answer.status, answer.headers.allow]).toEqual([405, 'GET, HEAD'])
    expect((await ask(at(open), { method: 'OPTIONS' })).status).toBe(204)
  })
})

describe('what is asked of a picture', () => {
  test('a client that has it is told so', async () => {
    const { ask } = await door()
    const { etag = '' } = (await ask(at(open))).headers
    for (const had of [etag, `W/${etag}`, `"other", ${etag}`]) {
      const { status, body, headers } = await ask(at(open), { headers: { 'if-none-match': had } })
      expect([status, body.length, headers.etag]).toEqual([304, 0, etag])
    }
    expect((await ask(at(open), { headers: { 'if-none-match': '"other"' } })).status).toBe(200)
  })

  test('HEAD tells what GET would', async () => {
    const { ask } = await door()
    const [got, told] = [await ask(at(open)), await ask(at(open), { method: 'HEAD' })]
    expect(told.body.length).toBe(0)
    expect({ ...told.headers, date: '' }).toEqual({ ...got.headers, date: '' })
  })

  test.each<[string, number, string | undefined, string]>([
    ['bytes=0-3', 206, 'bytes 0-3/32', open.slice(0, 4)],
    ['bytes=28-', 206, 'bytes 28-31/32', open.slice(28)],
    ['bytes=-4', 206, 'bytes 28-31/32', open.slice(28)],
    ['bytes=-400', 206, 'bytes 0-31/32', open],
    ['bytes=30-900', 206, 'bytes 30-31/32', open.slice(30)],
    ['bytes=32-', 416, 'bytes */32', ''],
    ['bytes=-0', 416, 'bytes */32', ''],
    ['bytes=3-1', 200, undefined, open],
    ['bytes=-', 200, undefined, open],
    ['bytes=0-1,4-5', 200, undefined, open],
    ['lines=0-3', 200, undefined, open],
  ])('%s is answered %i', async (range, status, told, body) => {
    const { ask } = await door()
    const answer = await ask(at(open), { headers: { range } })
    expect(answer.status).toBe(status)
    expect(answer.headers['content-range']).toBe(told)
    expect(answer.body.toString()).toBe(body)
  })

  test('a range of what has become something else is answered with the whole', async () => {
    const { ask } = await door()
    const { etag = '' } = (await ask(at(open))).headers
    const status = async (known: string) =>
      (await ask(at(open), { headers: { range: 'bytes=0-3', 'if-range': known } })).status
    expect([await status(etag), await status('"other"')]).toEqual([206, 200])
  })
})

describe('what is known of who shows a picture', () => {
  test('is asked for once, until an article changes', async () => {
    const { ask, look, changes, uses } = await door()
    await ask(at(open))
    await ask(at(open))
    expect(look).toHaveBeenCalledTimes(1)
    changes.tell({ kind: 'reader', readerId: 'a' })
    await ask(at(open))
    expect(look).toHaveBeenCalledTimes(1)
    uses.delete(open)
    changes.tell({ kind: 'article', slug: 'low-water' })
    expect((await ask(at(open))).status).toBe(404)
    uses.set(open, [use('new', 'public')])
    changes.tell({ kind: 'article', slug: 'new' })
    expect((await ask(at(open))).status).toBe(200)
  })

  test('W50: is kept by nobody while an article is about to change, or changes are not heard', async () => {
    const { ask, look, changes } = await door()
    changes.doubt('article low-water')
    await ask(at(open))
    await ask(at(open))
    expect(look).toHaveBeenCalledTimes(2)
    changes.doubt(null)
    changes.trust(false)
    await ask(at(open))
    await ask(at(open))
    expect(look).toHaveBeenCalledTimes(4)
    changes.trust(true)
    await ask(at(open))
    expect(look).toHaveBeenCalledTimes(5)
  })

  test('W50: a look that a change has overtaken answers who asked before it, and nobody else', async () => {
    const { ask, look, changes, uses } = await door()
    const { promise, resolve } = Promise.withResolvers<PictureUse[]>()
    look.mockImplementationOnce(() => promise)
    const before = ask(at(open))
    await vi.waitFor(() => expect(look).toHaveBeenCalledTimes(1))
    changes.tell({ kind: 'article', slug: 'low-water' })
    resolve(uses.get(open) ?? [])
    uses.delete(open)
    expect((await before).status).toBe(200)
    expect((await ask(at(open))).status).toBe(404)
  })

  test('counts while the database is out of reach; who asks for another is told to come back', async () => {
    const { ask, look, changes } = await door()
    await ask(at(open))
    changes.trust(false)
    changes.answer(false)
    look.mockImplementation(() => Promise.reject(new Error('ECONNREFUSED')))
    expect((await ask(at(open))).status).toBe(200)
    expect((await ask(at(gated))).status).toBe(503)
  })

  test('nobody is taken for a stranger because the database does not answer', async () => {
    const { ask } = await door(() => Promise.reject(new DatabaseOutage('away')))
    expect((await ask(at(gated))).status).toBe(503)
  })
})

test('a storage that fails is a fault of ours, and no missing picture', async () => {
  const { ask, read } = await door()
  read.mockRejectedValue(new Error('The storage of pictures answered 403.'))
  expect((await ask(at(open))).status).toBe(500)
})

test('what lies directly in the public folder is nobody’s of these', () => {
  expect(
    ['/pictures/a.webp', '/pictures', '/picture/a/b', '/x/pictures/a/b'].map(isKeptPicture),
  ).toEqual([false, false, false, false])
  expect(isKeptPicture('/pictures/a/b')).toBe(true)
})
