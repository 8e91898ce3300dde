import { ask, askAll, demand, type StripeGateway } from './gateway.ts'
import { askForCustomer } from './ask-customer.ts'

const over = new Set(['canceled', 'incomplete_expired'])

/**
 * Ends everything that could still charge a customer who deletes their account, then takes the person
 * out of it: subscriptions canceled at once and without proration, cards detached, name, address and
 * metadata emptied. The customer itself stays, with its invoices. Each step looks at how things stand,
 * so that doing it again after a crash or an outage goes on where it stopped. Throws `StripeUnavailable`.
 */
export async function closeCustomer(stripe: StripeGateway, customer: string): Promise<void> {
  const { client } = stripe
  if ((await askForCustomer(stripe, customer)) === null) return
  const subscriptions = await askAll('subscription', () =>
    client.subscriptions.list({ customer, status: 'all', limit: 100 }),
  )
  for (const { id } of subscriptions.filter(({ status }) => !over.has(status)))
    // Gone is as good as canceled: somebody else was faster.
    await ask('subscription', () =>
      client.subscriptions.cancel(id, { invoice_now: false, prorate: false }),
    )
  const methods = await askAll('payment_method', () =>
    client.paymentMethods.list({ customer, limit: 100 }),
  )
  for (const { id } of methods) await ask('payment_method', () => client.paymentMethods.detach(id))
  await demand('customer', () =>
    client.customers.update(customer, {
      name: '',
      email: '',
      phone: '',
      description: '',
      address: '',
      metadata: '',
    }),
  )
}

/** Closes a Checkout session in which somebody could still pay. Throws `StripeUnavailable`. */
export async function closeSession({ client }: StripeGateway, id: string): Promise<void> {
  const session = await ask('checkout.session', () => client.checkout.sessions.retrieve(id))
  if (session?.status === 'open')
    await demand('checkout.session', () => client.checkout.sessions.expire(id))
}
