import fc from 'fast-check'
import { expect, test } from 'vitest'
import { connectionsNeeded, poolSizes } from './connections.ts'

test('one process alone has the pools that were measured', () => {
  expect(poolSizes('door', 1)).toEqual({ public: 10, app: 10, billing: 12 })
  expect(poolSizes('both', 1)).toEqual(poolSizes('door', 1))
})

test('as many as eight processes and the jobs fit into what PostgreSQL admits by itself', () => {
  for (let workers = 1; workers <= 8; workers++)
    expect(connectionsNeeded(workers)).toBeLessThanOrEqual(100 - 3 - 5)
})

test('however many there are, each can answer, and what is said to be needed is what is taken', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 256 }), (workers) => {
      const { public: anybody, app, billing } = poolSizes('door', workers)
      expect(Math.min(anybody, app, billing)).toBeGreaterThanOrEqual(2)
      const jobs = poolSizes('jobs', workers)
      const taken = workers * (anybody + app + billing) + jobs.public + jobs.app + jobs.billing
      expect(connectionsNeeded(workers)).toBe(taken + workers + 3)
    }),
  )
})
