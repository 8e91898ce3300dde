import { createServer, type Server } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { freePort, holdFreePort, holdPort, isFree } from './ports.ts'

const servers: Server[] = []
afterEach(async () => {
  for (const server of servers.splice(0))
    await new Promise<void>((resolve) => server.close(() => resolve()))
})

/** Listens on a port of the system's choice, and says which. */
async function listen(host: string, port = 0): Promise<number> {
  const server = createServer()
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(port, host, resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('No port.')
  return address.port
}

test.each(['127.0.0.1', '0.0.0.0'])(
  'a port somebody listens on at %s is not free',
  async (host) => {
    expect(await isFree(await listen(host))).toBe(false)
  },
)

test('a port is free again when it is let go, and asking does not keep it', async () => {
  const port = await listen('127.0.0.1')
  await new Promise<void>((resolve) => servers.pop()?.close(() => resolve()))
  expect(await isFree(port)).toBe(true)
  expect(await isFree(port)).toBe(true)
})

test('the first free port is found, beyond those that are taken', async () => {
  const taken = await listen('127.0.0.1')
  const found = await freePort(taken)
  expect(found).toBeGreaterThan(taken)
  expect(found).toBeLessThan(taken + 200)
  expect(await isFree(found)).toBe(true)
})

test('a port that is held is taken by nobody else, and free again afterwards', async () => {
  const { port, release } = await holdPort(await freePort(21_400))
  expect(await isFree(port)).toBe(false)
  await expect(holdPort(port)).rejects.toThrow('EADDRINUSE')
  await release()
  expect(await isFree(port)).toBe(true)
})

test('of several that ask at once each holds a port of its own', async () => {
  const held = await Promise.all(Array.from({ length: 8 }, () => holdFreePort(21_500)))
  expect(new Set(held.map(({ port }) => port)).size).toBe(8)
  await Promise.all(held.map(({ release }) => release()))
})
