import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { lines, silence } from './progress.ts'

let told = ''
beforeEach(() => {
  told = ''
  vi.spyOn(process.stderr, 'write').mockImplementation((chunk) => {
    told += String(chunk)
    return true
  })
})
afterEach(() => vi.restoreAllMocks())

test('a step says that it begins, and how long it took', async () => {
  expect(await lines.step('Database', () => Promise.resolve(7))).toBe(7)
  expect(told).toMatch(/· Database …[\s\S]*✓ Database \(\d+\.\d s\)\n$/)
})

test('a remark is made of the result', async () => {
  await lines.step(
    'Port',
    () => Promise.resolve(5433),
    (port) => `on ${port}`,
  )
  expect(told).toMatch(/✓ Port: on 5433 \(/)
})

test('a step that fails says so, and its error goes on', async () => {
  const failing = lines.step('Database', () => Promise.reject(new Error('no room')))
  await expect(failing).rejects.toThrow('no room')
  expect(told).toMatch(/✗ Database \(/)
})

test('silence says nothing', async () => {
  expect(await silence.step('Database', () => Promise.resolve(7))).toBe(7)
  expect(told).toBe('')
})
