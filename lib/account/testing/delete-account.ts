/** A process of its own that deletes an account, so that a test can kill it on the way. */
import { openAppDatabase } from '#db/client.ts'
import { openGateway } from '#lib/billing/gateway.ts'
import { useTestEnvironment } from '#lib/testing/environment.ts'
import { deleteAccount } from '../delete.ts'

const [databaseUrl = '', stripeUrl = '', secretKey = '', priceId = '', readerId = '', email = ''] =
  process.argv.slice(2)
useTestEnvironment()
await deleteAccount(openAppDatabase(databaseUrl, { max: 2, purpose: 'test' }), readerId, email, {
  stripe: openGateway({
    secretKey,
    livemode: false,
    apiBase: new URL(stripeUrl),
    patience: 'background',
  }),
  priceId,
  now: new Date(),
})
