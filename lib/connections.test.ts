import fc from 'fast-check'
import { expect, test } from 'vitest'
import { connectionsNeeded, poolSizes } from './connections.ts'

test('one process alone has the pools that were measured', () => {
  expect(poolSizes('door', 1)).toEqual({ public: 10, app: 10, billing: 12, inbox: 2 })
  expect(poolSizes('both', 1)).toEqual(poolSizes('door', 1))
})

test('as many as eight processes and the jobs fit into what PostgreSQL admits by itself', () => {
  for (let workers = 1; workers <= 8; workers++)
    expect(connectionsNeeded(workers)).toBeLessThanOrEqual(100 - 3 - 5)
})

test('however many there are, each can answer, and what is said to be needed is what is taken', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 256 }), (workers) => {
      const door = poolSizes('door', workers)
      expect(Math.min(door.public, door.app, door.billing)).toBeGreaterThanOrEqual(2)
      expect(door.inbox).toBeGreaterThanOrEqual(1)
      const all = (pools: typeof door) => Object.values(pools).reduce((a, b) => a + b)
      const taken = workers * all(door) + all(poolSizes('jobs', workers))
      expect(connectionsNeeded(workers)).toBe(taken + workers + 3)
    }),
  )
})
