import { SECRET_KEY, start } from '../../../local/stripe/testing/start.ts'
import { openGateway } from '../gateway.ts'

/** An account of the local Stripe with nothing on it, until the test is over. */
export async function startLocalAccount() {
  const { stripe, url } = await start()
  const gateway = openGateway({
    secretKey: SECRET_KEY,
    livemode: false,
    apiBase: new URL(url),
    patience: 'background',
  })
  return { stripe, gateway, url }
}
