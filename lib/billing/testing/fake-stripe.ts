/**
 * A small Stripe on 127.0.0.1 for the tests of this room: it answers the calls we make from a world
 * of plain objects, and fails as a test tells it to. Without time, pages or webhooks: a test
 * changes the world and sends the event itself.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { openGateway, type StripeGateway } from '../gateway.ts'
import { makeWorld, type World } from './world.ts'

/** One call we made. `form` is its body, as Stripe's own form fields. */
export type Call = {
  method: string
  path: string
  query: URLSearchParams
  form: URLSearchParams
  idempotencyKey: string | null
}

/** What a test may do to an answer. */
export type Fault =
  | { status: number; body: string; retry?: boolean }
  /** The connection breaks. */
  | 'reset'
  /** Nothing comes, ever. */
  | 'silence'
  /** Whatever it writes by itself. */
  | ((response: ServerResponse) => void)

export type FakeStripe = {
  world: World
  calls: Call[]
  url: URL
  gateway: StripeGateway
  /** Another connection to the same account. */
  open: (settings?: {
    livemode?: boolean
    patience?: 'interactive' | 'background'
  }) => StripeGateway
  /** Asked before the world is looked at: a fault instead of an answer. */
  before: (call: Call) => Fault | undefined | Promise<Fault | undefined>
  /** Waited for when the answer is made and not yet sent: a slow net. */
  onTheWay: (call: Call) => Promise<void> | void
  /** Takes back what a test made it do. */
  behave: () => void
  close: () => Promise<void>
}

const nothing = () => undefined

/** Starts one. It holds nothing but memory. */
export async function startFakeStripe(): Promise<FakeStripe> {
  const answered = new Map<string, string>()
  const server = createServer((request, response) => {
    answer(fake, answered, request, response).catch((error: unknown) =>
      response.destroy(asError(error)),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The fake has no port.')
  const url = new URL(`http://127.0.0.1:${address.port}`)
  const open: FakeStripe['open'] = ({ livemode = false, patience = 'interactive' } = {}) =>
    openGateway({ secretKey: 'sk_test_fake', livemode, apiBase: url, patience })
  const fake: FakeStripe = {
    world: makeWorld(),
    calls: [],
    url,
    gateway: open(),
    open,
    before: nothing,
    onTheWay: nothing,
    behave: () => Object.assign(fake, { before: nothing, onTheWay: nothing }),
    close: async () => {
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
  return fake
}

const asError = (error: unknown) => (error instanceof Error ? error : new Error(String(error)))

/** An error as Stripe writes it; the SDK is told not to try again, which tests need not wait for. */
export function stripeError(status: number, code?: string): Fault {
  const type = status >= 500 ? 'api_error' : 'invalid_request_error'
  return { status, body: JSON.stringify({ error: { type, code, message: `Fault ${status}.` } }) }
}

async function answer(
  fake: FakeStripe,
  answered: Map<string, string>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const call = await readCall(request)
  fake.calls.push(call)
  const fault = await fake.before(call)
  if (fault === 'silence') return
  if (typeof fault === 'function') return fault(response)
  if (fault === 'reset') {
    request.socket.resetAndDestroy()
    return
  }
  const repeated = call.idempotencyKey === null ? undefined : answered.get(call.idempotencyKey)
  const { status, body } =
    fault ?? (repeated === undefined ? respond(fake.world, call) : { status: 200, body: repeated })
  if (!fault && call.idempotencyKey !== null) answered.set(call.idempotencyKey, body)
  await fake.onTheWay(call)
  response.writeHead(status, {
    'Content-Type': 'application/json',
    ...(fault?.retry ? {} : { 'Stripe-Should-Retry': 'false' }),
  })
  response.end(body)
}

async function readCall(request: IncomingMessage): Promise<Call> {
  const chunks: Uint8Array[] = []
  for await (const chunk of request) chunks.push(chunk)
  const url = new URL(request.url ?? '/', 'http://fake')
  const key = request.headers['idempotency-key']
  return {
    method: request.method ?? 'GET',
    path: url.pathname.replace(/^\/v1/, ''),
    query: url.searchParams,
    form: new URLSearchParams(Buffer.concat(chunks).toString()),
    idempotencyKey: request.method === 'POST' && typeof key === 'string' ? key : null,
  }
}

type Answer = { status: number; body: string }
type Thing = { id: string }

const ok = (thing: unknown): Answer => ({ status: 200, body: JSON.stringify(thing) })
const missing = (what: string): Answer => ({
  status: 404,
  body: JSON.stringify({
    error: {
      type: 'invalid_request_error',
      code: 'resource_missing',
      message: `No such ${what}`,
    },
  }),
})

const collections: Record<string, keyof World> = {
  customers: 'customers',
  subscriptions: 'subscriptions',
  invoices: 'invoices',
  charges: 'charges',
  disputes: 'disputes',
  invoice_payments: 'invoicePayments',
  prices: 'prices',
  coupons: 'coupons',
  'checkout/sessions': 'sessions',
  events: 'events',
}

function respond(world: World, call: Call): Answer {
  if (call.method === 'POST') return make(world, call)
  const [, name = '', id] = /^\/(checkout\/sessions|[a-z_]+)(?:\/(.+))?$/.exec(call.path) ?? []
  const collection = collections[name]
  if (!collection) return missing(call.path)
  if (id === undefined) return list([...world[collection].values()], call)
  const found = world[collection].get(id)
  return found ? ok(found) : missing(name)
}

/** One page, of those that have what the query asks for. */
function list(things: Record<string, unknown>[], { query }: Call): Answer {
  const intent = query.get('payment[payment_intent]')
  const since = query.get('created[gte]')
  const types = each(query, 'types')
  const keys = each(query, 'lookup_keys')
  const wanted = things.filter(
    (thing) =>
      ['customer', 'charge'].every((name) => !query.has(name) || thing[name] === query.get(name)) &&
      (query.get('status') === 'all' ||
        thing.object !== 'subscription' ||
        thing.status !== 'canceled') &&
      (types.length === 0 || types.includes(String(thing.type))) &&
      (keys.length === 0 || keys.includes(String(thing.lookup_key))) &&
      (since === null || Number(thing.created) >= Number(since)) &&
      (intent === null || JSON.stringify(thing.payment ?? null).includes(`"${intent}"`)),
  )
  const after = query.get('starting_after')
  const from = after === null ? 0 : wanted.findIndex((thing) => thing.id === after) + 1
  const limit = Number(query.get('limit') ?? 10)
  const data = wanted.slice(from, from + limit)
  return ok({ object: 'list', data, has_more: from + limit < wanted.length })
}

/** The values of a list in a query or a form: `types[0]`, `types[1]`, … */
const each = (fields: URLSearchParams, name: string) =>
  [...fields].filter(([key]) => key.startsWith(`${name}[`)).map(([, value]) => value)

let made = 0

function make(world: World, { path, form }: Call): Answer {
  if (path === '/customers') {
    const customer = {
      id: `cus_made_${++made}`,
      object: 'customer',
      livemode: false,
      email: form.get('email'),
    }
    world.customers.set(customer.id, customer)
    return ok(customer)
  }
  const [, expired] = /^\/checkout\/sessions\/(.+)\/expire$/.exec(path) ?? []
  if (expired !== undefined) return expire(world, expired)
  const held = world.customers.get(/^\/customers\/([^/]+)$/.exec(path)?.[1] ?? '')
  if (held) {
    Object.assign(held, Object.fromEntries(form))
    return ok(held)
  }
  const id = `${path === '/checkout/sessions' ? 'cs' : 'bps'}_${++made}`
  const customer = form.get('customer')
  if (
    world.customers.get(customer ?? '')?.deleted !== undefined ||
    !world.customers.has(customer ?? '')
  )
    return missing('customer')
  const page: Thing & Record<string, unknown> = { id, customer, url: `https://stripe.test/${id}` }
  if (path === '/billing_portal/sessions') return ok({ ...page, object: 'billing_portal.session' })
  const sale = form.get('metadata[sale]')
  const session = { ...page, object: 'checkout.session', status: 'open', metadata: { sale } }
  world.sessions.set(id, session)
  return ok(session)
}

/** As Stripe does it: only a session that is open. */
function expire(world: World, id: string): Answer {
  const session = world.sessions.get(id)
  if (!session) return missing('checkout.session')
  if (session.status !== 'open')
    return {
      status: 400,
      body: JSON.stringify({
        error: { type: 'invalid_request_error', message: 'Only open sessions can be expired.' },
      }),
    }
  Object.assign(session, { status: 'expired', url: null })
  return ok(session)
}
