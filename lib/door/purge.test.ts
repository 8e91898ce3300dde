import { afterEach, expect, test } from 'vitest'
import { useTestEnvironment } from '#lib/testing/environment.ts'
import { purgeOnChange } from './purge.ts'
import { trustedByHand } from './testing/changes.ts'
import { serveHere } from './testing/raw.ts'

useTestEnvironment()

const stops: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop()
})

/** A cache in front that writes down what it is told. */
async function cacheInFront(status = 200) {
  const told: string[] = []
  const { port, stop } = await serveHere((request, response) => {
    told.push(`${request.method} ${String(request.headers['surrogate-key'])}`)
    response.writeHead(status).end()
  })
  stops.push(stop)
  return { told, url: new URL(`http://127.0.0.1:${port}/`) }
}

test('what changes in one moment is told in one word, to each cache', async () => {
  const [one, two] = [await cacheInFront(), await cacheInFront()]
  const changes = trustedByHand()
  purgeOnChange(changes.onChange, [one.url, two.url])
  changes.tell({ kind: 'article', slug: 'low-water' })
  changes.tell({ kind: 'lists' })
  changes.tell({ kind: 'lists' })
  const told = ['PURGE article:low-water lists']
  await expect.poll(() => [one.told, two.told]).toEqual([told, told])
  changes.tell({ kind: 'everything' })
  await expect.poll(() => one.told[1]).toBe('PURGE lists')
})

test('readers and sessions are in no shared cache', async () => {
  const { told, url } = await cacheInFront()
  const changes = trustedByHand()
  purgeOnChange(changes.onChange, [url])
  changes.tell({ kind: 'reader', readerId: 'r' })
  changes.tell({ kind: 'session', tokenHash: 's' })
  changes.tell({ kind: 'article', slug: 'a' })
  await expect.poll(() => told).toEqual(['PURGE article:a'])
})

test('a cache that refuses or is gone does not stop the others from being told', async () => {
  const [well, refuses] = [await cacheInFront(), await cacheInFront(500)]
  const changes = trustedByHand()
  purgeOnChange(changes.onChange, [new URL('http://127.0.0.1:9/'), refuses.url, well.url])
  changes.tell({ kind: 'lists' })
  await expect.poll(() => well.told).toEqual(['PURGE lists'])
  changes.tell({ kind: 'article', slug: 'a' })
  await expect.poll(() => well.told).toHaveLength(2)
})
