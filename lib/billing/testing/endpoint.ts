/**
 * The webhook's address on a port of this machine: a real HTTP server around what the door calls, so
 * that a test sends an event as Stripe does and sees what Stripe would see.
 */
import { createServer } from 'node:http'
import { closeDatabases, useEnvironment } from '#lib/runtime.ts'
import { testEnvironment } from '#lib/testing/environment.ts'
import { answerWebhook } from '../webhook-address.ts'
import { SECRET, sign } from './billing.ts'
import type { FakeStripe } from './fake-stripe.ts'
import { PRICE } from './world.ts'

/** What Stripe's log of a delivery would show. */
export type Answer = { status: number; body: unknown }

export type Endpoint = {
  url: string
  /** Sends any body with any headers. */
  post: (body: BodyInit, headers?: Record<string, string>) => Promise<Answer>
  /** Sends an event, freshly signed. */
  send: (event: Record<string, unknown>, secret?: string) => Promise<Answer>
  close: () => Promise<void>
}

/** The environment of a site on this database whose Stripe is the fake one. */
export function siteOn(databaseUrl: string, stripeUrl: URL, webhookSecrets = [SECRET]): void {
  const { stripe } = testEnvironment()
  useEnvironment(
    testEnvironment({
      databaseUrl,
      stripe: { ...stripe, apiBase: stripeUrl, monthlyPrice: PRICE, webhookSecrets },
    }),
  )
}

/** Opens it for a site on this database whose Stripe is the fake one. */
export async function openEndpoint(databaseUrl: string, fake: FakeStripe): Promise<Endpoint> {
  siteOn(databaseUrl, fake.url)
  const server = createServer((request, response) => void answerWebhook(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('It has no port.')
  const url = `http://127.0.0.1:${address.port}/api/stripe/webhook`
  const post: Endpoint['post'] = (body, headers = {}) => postTo(url, body, headers)
  return {
    url,
    post,
    send: (event, secret = SECRET) => {
      const body = JSON.stringify(event)
      return post(body, { 'stripe-signature': sign(body, { secret }) })
    },
    close: async () => {
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
      await closeDatabases()
    },
  }
}

/** `duplex` belongs to every request whose body is a stream, and is missing in the DOM's types. */
const half = { duplex: 'half' }

/** Posts to the address of an endpoint, wherever it is. */
export async function postTo(
  url: string,
  body: BodyInit,
  headers: Record<string, string>,
): Promise<Answer> {
  const answer = await fetch(url, { method: 'POST', body, headers, ...half })
  return { status: answer.status, body: await answer.json() }
}
