import { describe, expect, test, vi } from 'vitest'
import type { ReaderClass } from '#lib/access/level.ts'
import { keptPage, type KeptPage } from './kept-page.ts'
import { type Answer, openPageCache } from './page-cache.ts'
import { type ReadingAddress, readingAddress } from './routes.ts'
import { trustedByHand } from './testing/changes.ts'

function addressOf(requested: string): ReadingAddress {
  const address = readingAddress(requested)
  if (!address) throw new Error(`${requested} is no reading address`)
  return address
}
const article = addressOf('/articles/low-water')
const front = addressOf('/')

/** A cache whose renders wait until the test lets them go, and say which they are. */
function opened(maxBytes = 1024 * 1024) {
  const changes = trustedByHand()
  const renders: { finish: (status?: number) => void; readerClass: ReaderClass }[] = []
  const cache = openPageCache<null>({
    maxBytes,
    changes,
    render: (_address, readerClass) => {
      const number = renders.length
      const { promise, resolve } = Promise.withResolvers<Answer<null>>()
      const finish = (status = 200) =>
        resolve(
          status === 200
            ? { kind: 'page', page: pageSaying(`${readerClass} ${number}`) }
            : { kind: 'passing', status, answer: null },
        )
      renders.push({ finish, readerClass })
      return promise
    },
  })
  /** Asks, finishes the render this began, if any, and says what came. */
  const read = async (address: ReadingAddress, readerClass: ReaderClass = 'anonymous') => {
    const before = renders.length
    const found = cache.page(address, readerClass)
    if (renders.length > before) renders.at(-1)?.finish()
    return say(await found)
  }
  return { changes, cache, renders, read }
}

const pageSaying = (text: string) =>
  keptPage({ body: Buffer.from(text), head: [['X-Text', text]], revalidated: true })

function say(answer: KeptPage | Answer<null>): string {
  if ('kind' in answer) return answer.kind === 'page' ? say(answer.page) : `status ${answer.status}`
  return answer.identity.body.toString()
}

describe('what is kept', () => {
  test('is the same page for everybody of a class, and for nobody else', async () => {
    const { read, cache } = opened()
    expect(await read(article, 'subscriber')).toBe('subscriber 0')
    expect(await read(article, 'anonymous')).toBe('anonymous 1')
    expect(await read(article, 'subscriber')).toBe('subscriber 0')
    expect(await read(article, 'registered')).toBe('registered 2')
    expect(cache.page(article, 'anonymous')).not.toBeInstanceOf(Promise)
    expect(cache.counts).toMatchObject({ hits: 2, misses: 3, renders: 3 })
  })

  test('an answer that is not a page is given and forgotten', async () => {
    const { cache, renders, read } = opened()
    const found = cache.page(article, 'anonymous')
    renders[0]?.finish(404)
    expect(say(await found)).toBe('status 404')
    expect(await read(article)).toBe('anonymous 1')
  })

  test('is made small when somebody asks for it again, once, and not before', async () => {
    const { cache, renders } = opened()
    const first = cache.page(article, 'anonymous')
    renders[0]?.finish()
    const answer = await first
    if (!('kind' in answer) || answer.kind !== 'page') throw new Error('no page was rendered')
    const compress = vi.spyOn(answer.page, 'compress')
    expect(compress).not.toHaveBeenCalled()
    await Promise.all([cache.page(article, 'anonymous'), cache.page(article, 'anonymous')])
    expect(compress).toHaveBeenCalledOnce()
    await compress.mock.results[0]?.value
    expect(answer.page.br).not.toBeNull()
  })

  test('of no bytes is nothing: each page is rendered anew', async () => {
    const { cache, read } = opened(0)
    expect(await read(article)).toBe('anonymous 0')
    expect(await read(article)).toBe('anonymous 1')
    expect(cache.size()).toEqual({ pages: 0, bytes: 0 })
  })

  test('takes no more memory than it may; the longest unread page goes', async () => {
    const { read, cache } = opened()
    for (let number = 0; number < 1000; number++)
      await read(addressOf(`/articles/number-${number}`))
    expect(cache.size().bytes).toBeLessThanOrEqual(1024 * 1024)
    expect(await read(addressOf('/articles/number-999'))).toBe('anonymous 999')
    expect(await read(addressOf('/articles/number-0'))).toBe('anonymous 1000')
  })
})

describe('when something changes', () => {
  test('an article’s page is gone at once, for every class; others stay', async () => {
    const { read, changes } = opened()
    for (const one of ['anonymous', 'registered', 'subscriber'] as const) await read(article, one)
    await read(front)
    changes.tell({ kind: 'article', slug: 'low-water' })
    expect(await read(article, 'subscriber')).toBe('subscriber 4')
    expect(await read(article, 'anonymous')).toBe('anonymous 5')
    expect(await read(front)).toBe('anonymous 3')
  })

  test('with it go the pages of its comments, and renders of them that are under way; those of another article stay', async () => {
    const { cache, renders, read, changes } = opened()
    const [comments, second, longer] = [
      addressOf('/articles/low-water/comments'),
      addressOf('/articles/low-water/comments?page=2'),
      addressOf('/articles/low-water-again/comments'),
    ]
    await read(comments, 'subscriber')
    await read(longer, 'subscriber')
    const before = cache.page(second, 'subscriber')
    changes.tell({ kind: 'article', slug: 'low-water' })
    renders[2]?.finish()
    expect(say(await before)).toBe('subscriber 2')
    expect(await read(comments, 'subscriber')).toBe('subscriber 3')
    expect(await read(second, 'subscriber')).toBe('subscriber 4')
    expect(await read(longer, 'subscriber')).toBe('subscriber 1')
  })

  test('a render that a change overtook answers those who asked before, and is not kept', async () => {
    const { cache, renders, changes } = opened()
    const before = cache.page(article, 'subscriber')
    changes.tell({ kind: 'article', slug: 'low-water' })
    const after = cache.page(article, 'subscriber')
    expect(renders).toHaveLength(2)
    renders[1]?.finish()
    expect(say(await after)).toBe('subscriber 1')
    renders[0]?.finish()
    expect(say(await before)).toBe('subscriber 0')
    expect(say(await cache.page(article, 'subscriber'))).toBe('subscriber 1')
  })

  test('lists may be shown as they were for a moment, while one render runs', async () => {
    const { cache, renders, read, changes } = opened()
    await read(front)
    changes.tell({ kind: 'lists' })
    expect(say(await cache.page(front, 'anonymous'))).toBe('anonymous 0')
    expect(say(await cache.page(front, 'anonymous'))).toBe('anonymous 0')
    expect(renders).toHaveLength(2)
    renders[1]?.finish()
    await expect.poll(async () => say(await cache.page(front, 'anonymous'))).toBe('anonymous 1')
    expect(cache.counts.stale).toBeGreaterThanOrEqual(2)
  })

  test('later than a moment, who asks for a list that changed waits for the new one', async () => {
    const { read, changes } = opened()
    const now = vi.spyOn(performance, 'now')
    try {
      now.mockReturnValue(1000)
      await read(front)
      changes.tell({ kind: 'lists' })
      now.mockReturnValue(11_001)
      expect(await read(front)).toBe('anonymous 1')
    } finally {
      now.mockRestore()
    }
  })

  test('a page is rendered anew after a minute, because time alone publishes', async () => {
    const { read, renders, cache } = opened()
    const now = vi.spyOn(performance, 'now')
    try {
      now.mockReturnValue(0)
      await read(front)
      now.mockReturnValue(60_001)
      expect(say(await cache.page(front, 'anonymous'))).toBe('anonymous 0')
      expect(renders).toHaveLength(2)
      now.mockReturnValue(80_000)
      const found = cache.page(front, 'anonymous')
      renders[1]?.finish()
      expect(say(await found)).toBe('anonymous 1')
    } finally {
      now.mockRestore()
    }
  })

  test('everything goes when it cannot be known what has changed', async () => {
    const { read, changes } = opened()
    await read(article)
    await read(front)
    changes.tell({ kind: 'everything' })
    expect(await read(article)).toBe('anonymous 2')
    expect(await read(front)).toBe('anonymous 3')
  })

  test('an article that is about to change is rendered for each request, and not kept', async () => {
    const { read, changes, cache } = opened()
    changes.doubt('article low-water')
    expect(await read(article)).toBe('anonymous 0')
    expect(await read(article)).toBe('anonymous 1')
    changes.doubt(null)
    expect(cache.size().pages).toBe(0)
    expect(await read(article)).toBe('anonymous 2')
    expect(await read(article)).toBe('anonymous 2')
  })
})

test('a thousand who ask at once for a page that is missing get one render', async () => {
  const { cache, renders } = opened()
  const asked = Array.from({ length: 1000 }, async () => cache.page(article, 'subscriber'))
  expect(renders).toHaveLength(1)
  renders[0]?.finish()
  expect(new Set((await Promise.all(asked)).map((one) => say(one)))).toEqual(
    new Set(['subscriber 0']),
  )
})

test('a render that fails fails for those who wait, and the next one tries again', async () => {
  const changes = trustedByHand()
  const outcomes = [
    () => Promise.reject(new Error('no connection')),
    async () => ({ kind: 'page', page: pageSaying('well') }) as const,
  ]
  const cache = openPageCache<null>({
    maxBytes: 1_000_000,
    changes,
    render: async () => outcomes.shift()?.() ?? Promise.reject(new Error('asked too often')),
  })
  const asked = [cache.page(article, 'anonymous'), cache.page(article, 'anonymous')]
  for (const one of asked) await expect(one).rejects.toThrow('no connection')
  expect(say(await cache.page(article, 'anonymous'))).toBe('well')
})

describe('while changes are not heard', () => {
  test('every page is rendered anew, and none is kept', async () => {
    const { read, changes } = opened()
    await read(article)
    changes.trust(false)
    expect(await read(article)).toBe('anonymous 1')
    expect(await read(article)).toBe('anonymous 2')
    const { cache, renders } = opened()
    void renders
    expect(cache.size().pages).toBe(0)
  })

  test('and the database is out of reach, pages that are known keep coming', async () => {
    const { read, changes, cache } = opened()
    await read(article, 'subscriber')
    changes.trust(false)
    changes.answer(false)
    expect(await read(article, 'subscriber')).toBe('subscriber 0')
    expect(cache.counts).toMatchObject({ renders: 1, outages: 1 })
  })

  test('a render that the outage broke is answered from what is known', async () => {
    const { read, changes, cache, renders } = opened()
    await read(article)
    changes.trust(false)
    const found = cache.page(article, 'anonymous')
    changes.answer(false)
    renders[1]?.finish(500)
    expect(say(await found)).toBe('anonymous 0')
  })

  test('a failure that is no outage is a failure, whatever is known', async () => {
    const { read, changes, cache, renders } = opened()
    await read(article)
    changes.trust(false)
    const found = cache.page(article, 'anonymous')
    renders[1]?.finish(500)
    // It answers others after that: once more, and then it is a failure.
    const renderedAfterAnswering = () => {
      changes.answer(true)
      return renders.length
    }
    await expect.poll(renderedAfterAnswering).toBe(3)
    renders[2]?.finish(500)
    let said = 'nothing yet'
    void Promise.resolve(found).then((answer) => (said = say(answer)))
    const saidAfterAnswering = () => {
      changes.answer(true)
      return said
    }
    await expect.poll(saidAfterAnswering).toBe('status 500')
  })
})
