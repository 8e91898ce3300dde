import { randomUUID } from 'node:crypto'
import type { Plan } from '#lib/plans.ts'
import { ask, askAll, demand, type Stripe } from './gateway.ts'
import { change, type Setup } from './setup-steps.ts'

/** The product's id on an account that has none of ours yet: it is found again by it. */
const PRODUCT = 'foldline_subscription'

/** What is for sale: a name, and ways to pay for it. The first plan leads to the product. */
export type Catalogue = {
  name: string
  plans: readonly Plan[]
  /** The price that STRIPE_PRICE_MONTHLY names, which may have been made by hand, without a key. */
  mainPrice: string | null
}

/** The ids by lookup key. What a dry run would make has none. */
export type Prices = { product: string; prices: Map<string, string | null> }

/**
 * Makes one product with a price for each plan, and finds them again: the product by the price of the
 * first plan or by its id, prices by their lookup keys. A price cannot be changed, so another amount
 * is another price, which takes the key over. The old one stays active: who pays it goes on paying
 * it, and Stripe refuses an archived price where a subscription that has it is scheduled.
 */
export async function ensurePrices(setup: Setup, catalogue: Catalogue): Promise<Prices> {
  const { client } = setup.stripe
  const keys = catalogue.plans.map(({ lookupKey }) => lookupKey)
  const known = await askAll('price', () => client.prices.list({ lookup_keys: keys, limit: 100 }))
  const [mainPlan] = catalogue.plans
  const named = catalogue.mainPrice
    ? await ask('price', () => client.prices.retrieve(catalogue.mainPrice ?? ''))
    : null
  const main = known.find((price) => price.lookup_key === mainPlan?.lookupKey) ?? named
  const product = await ensureProduct(setup, catalogue.name, main ? productOf(main) : null)
  const prices = new Map<string, string | null>()
  for (const plan of catalogue.plans) {
    const holder = known.find((price) => price.lookup_key === plan.lookupKey)
    const candidate = holder ?? (plan === mainPlan ? named : null)
    prices.set(plan.lookupKey, await ensurePrice(setup, plan, product, candidate))
  }
  return { product, prices }
}

/** The id of a price's product, expanded or not. */
export const productOf = ({ product }: Stripe.Price) =>
  typeof product === 'string' ? product : product.id

async function ensureProduct(setup: Setup, name: string, of: string | null): Promise<string> {
  const { client } = setup.stripe
  const id = of ?? PRODUCT
  const product = await ask('product', () => client.products.retrieve(id))
  if (product === null) {
    await change(setup, `Makes the product ${id}, “${name}”.`, () =>
      demand('product', () =>
        client.products.create(
          { id, name, metadata: { foldline: 'subscription' } },
          { idempotencyKey: `foldline product ${randomUUID()}` },
        ),
      ),
    )
    return id
  }
  if (product.name !== name || !product.active)
    await change(setup, `Makes the product ${id} active, with the name “${name}”.`, () =>
      demand('product', () => client.products.update(id, { name, active: true })),
    )
  return id
}

/** The id of the price of a plan; null when it would be made. */
async function ensurePrice(
  setup: Setup,
  plan: Plan,
  product: string,
  candidate: Stripe.Price | null | undefined,
): Promise<string | null> {
  const { client } = setup.stripe
  const { lookupKey: lookup_key, amount, currency, interval } = plan
  if (candidate && isPriceOf(plan, product, candidate)) {
    if (!candidate.active || candidate.lookup_key !== lookup_key)
      await change(setup, `Makes ${candidate.id} the active price under ${lookup_key}.`, () =>
        demand('price', () =>
          client.prices.update(candidate.id, {
            lookup_key,
            transfer_lookup_key: true,
            active: true,
          }),
        ),
      )
    return candidate.id
  }
  const instead = candidate ? `, in place of ${candidate.id}, which stays for who pays it` : ''
  const made = await change(
    setup,
    `Makes the price ${lookup_key}: ${amount} ${currency} (minor units) a ${interval}${instead}.`,
    () =>
      demand('price', () =>
        client.prices.create(
          {
            lookup_key,
            transfer_lookup_key: true,
            product,
            currency,
            unit_amount: amount,
            recurring: { interval },
          },
          // Going back to an earlier amount is another request than the one that made that amount first.
          {
            idempotencyKey: `foldline price ${lookup_key} ${product} ${amount} ${currency} ${interval} after ${candidate?.id ?? 'none'}`,
          },
        ),
      ),
  )
  return made?.id ?? null
}

/** Whether a price is what a plan says, on our product. */
function isPriceOf(plan: Plan, product: string, price: Stripe.Price): boolean {
  return (
    productOf(price) === product &&
    price.unit_amount === plan.amount &&
    price.currency === plan.currency &&
    price.recurring?.interval === plan.interval &&
    price.recurring.interval_count === 1
  )
}
