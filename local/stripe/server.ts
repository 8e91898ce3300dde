/**
 * A Stripe for a machine without one: its API, its hosted pages, its webhooks and its time. The product
 * speaks to it exactly as it would to Stripe, with Stripe's own SDK.
 */
import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { z } from 'zod'
import { createApiFaults } from './api-faults.ts'
import { createStripeServer } from './http.ts'
import { openDatabase } from './kernel/database.ts'
import { createStore } from './kernel/store.ts'
import type { World } from './kernel/world.ts'
import { makeUp } from './life/due.ts'
import type { LocalStripe } from './local-stripe.ts'
import { announceIn } from './webhooks/announce.ts'
import { createCourier } from './webhooks/courier.ts'

export type LocalStripeOptions = {
  /** 0 takes any free port; the url of the running server tells which. */
  port: number
  /** Where everything is kept; made if it is not there. */
  folder: string
  /** The one key that the API accepts. */
  secretKey: string
  /** The time on the wall, for tests. */
  now?: () => Date
}

/** `stop` waits until nothing is on its way any more; twice is once. */
export type RunningLocalStripe = { url: string; stop: () => Promise<void> }

const HOST = '127.0.0.1'

/** How often it looks whether something has come due in real time. */
const TICK_MS = 1000

/** Starts the server on 127.0.0.1 alone. Rejects, with nothing left running, where the port is taken. */
export async function startLocalStripe(options: LocalStripeOptions): Promise<RunningLocalStripe> {
  const stopping = new AbortController()
  const world = createWorld(options)
  const courier = createCourier(world)
  const local: LocalStripe = {
    world,
    courier,
    apiFaults: createApiFaults(),
    secretKey: options.secretKey,
    keysInUse: new Set(),
    stopping: stopping.signal,
  }
  const server = createStripeServer(local)
  try {
    server.listen(options.port, HOST)
    await once(server, 'listening')
  } catch (cause) {
    world.store.close()
    throw new Error(`The local Stripe could not listen on ${HOST}:${options.port}.`, { cause })
  }
  moveTo(world, `http://${HOST}:${portOf(server.address())}`)
  const tick = () => runDueWork(local)
  tick()
  const timer = setInterval(tick, TICK_MS)
  const end = async () => {
    stopping.abort()
    clearInterval(timer)
    await courier.stop()
    await closeServer(server)
    world.store.close()
  }
  let ended: Promise<void> | undefined
  return { url: world.base, stop: () => (ended ??= end()) }
}

function createWorld({ folder, now = () => new Date() }: LocalStripeOptions): World {
  const world: World = {
    store: createStore(openDatabase(folder)),
    base: '',
    wall: () => Math.floor(now().getTime() / 1000),
    pinned: null,
    request: null,
    announce: (type, object, earlier) => announceIn(world, type, object, earlier),
  }
  return world
}

/** Pages that objects lead to are where the server listens now, which may be another port than last time. */
function moveTo(world: World, base: string): void {
  const earlier = world.store.setting('base', z.string())
  if (earlier !== null && earlier !== base) world.store.replaceEverywhere(earlier, base)
  world.store.set('base', base)
  world.base = base
}

/** A renewal that comes due while nobody asks for anything happens all the same. */
function runDueWork({ world, courier }: LocalStripe): void {
  try {
    makeUp(world)
  } catch (problem) {
    console.error('The local Stripe could not do what was due:', problem)
  }
  courier.wake()
}

function closeServer(server: Server): Promise<void> {
  return new Promise((done) => {
    server.close(() => done())
    server.closeAllConnections()
  })
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string')
    throw new Error('A server that listens on TCP has a port.')
  return address.port
}
