import { expect, test, vi } from 'vitest'
import {
  appDatabase,
  closeDatabases,
  currentReaderClass,
  keepJobs,
  stopJobs,
  wakeJob,
  withReaderClass,
} from './runtime.ts'
import { useTestEnvironment } from './testing/environment.ts'

test('a page for which the door decided nothing is rendered for anonymous', () => {
  expect(currentReaderClass()).toBe('anonymous')
})

test('each request has its own class, also when they are rendered at the same time', async () => {
  const go = Promise.withResolvers<void>()
  const render = async () => {
    const atFirst = currentReaderClass()
    await go.promise
    return [atFirst, currentReaderClass()]
  }
  const pages = (['subscriber', 'registered'] as const).map((one) => withReaderClass(one, render))
  go.resolve()
  expect(await Promise.all(pages)).toEqual([
    ['subscriber', 'subscriber'],
    ['registered', 'registered'],
  ])
  expect(currentReaderClass()).toBe('anonymous')
})

test('the class is seen through a second copy of this file, as Next’s bundle has one', async () => {
  vi.resetModules()
  const copy = await import('./runtime.ts')
  expect(copy.withReaderClass).not.toBe(withReaderClass)
  expect(withReaderClass('subscriber', () => copy.currentReaderClass())).toBe('subscriber')
})

const at = (name: string) => ({ databaseUrl: `postgres://nobody:nothing@127.0.0.1:9/${name}` })

test('an environment with another database has connections to that one', async () => {
  useTestEnvironment(at('one'))
  const first = appDatabase()
  useTestEnvironment(at('one'))
  expect(appDatabase()).toBe(first)
  useTestEnvironment(at('two'))
  expect(appDatabase()).not.toBe(first)
  await closeDatabases()
})

test('jobs are started once, and can be started again when they were stopped', async () => {
  const stop = vi.fn<() => Promise<void>>(() => Promise.resolve())
  const wake = vi.fn<(name: string) => void>()
  const start = vi.fn<() => { stop: typeof stop; wake: typeof wake }>(() => ({ stop, wake }))
  keepJobs(start)
  keepJobs(start)
  expect(start).toHaveBeenCalledTimes(1)
  wakeJob('inbox')
  expect(wake.mock.calls).toEqual([['inbox']])
  await stopJobs()
  wakeJob('inbox')
  expect(wake).toHaveBeenCalledTimes(1)
  await stopJobs()
  expect(stop).toHaveBeenCalledTimes(1)
  keepJobs(start)
  expect(start).toHaveBeenCalledTimes(2)
  await stopJobs()
})
