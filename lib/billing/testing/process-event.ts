/** A process of its own that processes one event, so that a test can kill it on the way. */
import { openAppDatabase } from '#db/client.ts'
import { useTestEnvironment } from '#lib/testing/environment.ts'
import { openGateway } from '../gateway.ts'
import { processEvent } from '../inbox.ts'
import { PRICE } from './world.ts'

const [databaseUrl = '', stripeUrl = '', event = ''] = process.argv.slice(2)
useTestEnvironment()
await processEvent(openAppDatabase(databaseUrl, { max: 2, purpose: 'test' }), event, {
  stripe: openGateway({
    secretKey: 'sk_test_fake',
    livemode: false,
    apiBase: new URL(stripeUrl),
    patience: 'background',
  }),
  priceId: PRICE,
  now: () => new Date(),
})
