/**
 * A process of its own that takes one webhook and never gets as far as to send its answer, so that a
 * test can kill it on the way. It says on its output what it would have answered.
 */
import { testEnvironment, useTestEnvironment } from '#lib/testing/environment.ts'
import { takeDelivery } from '../webhook.ts'
import { PRICE } from './world.ts'

const [databaseUrl = '', stripeUrl = '', signature = '', body = ''] = process.argv.slice(2)
useTestEnvironment({
  databaseUrl,
  stripe: { ...testEnvironment().stripe, apiBase: new URL(stripeUrl), monthlyPrice: PRICE },
})
const answer = await takeDelivery({
  signature,
  length: body.length,
  body: new Blob([body]).stream(),
})
process.stdout.write(`${answer.status}\n`)
// Its connections to the database keep it alive until it is killed.
