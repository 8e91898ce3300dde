/**
 * A process of its own that answers the webhook's address on a port, and never gets as far as to send
 * its answer, so that a test can kill it on the way. It says on its output where it listens, and then
 * what it would have answered.
 */
import { createServer, ServerResponse } from 'node:http'
import { answerWebhook } from '../webhook-address.ts'
import { siteOn } from './endpoint.ts'

const [databaseUrl = '', stripeUrl = ''] = process.argv.slice(2)
siteOn(databaseUrl, new URL(stripeUrl))

/** Says what it should send, and sends nothing. */
class Unsent extends ServerResponse {
  override write(): boolean {
    process.stdout.write(`${this.statusCode}\n`)
    return false
  }
  override end(): this {
    return this
  }
}

const server = createServer({ ServerResponse: Unsent }, (request, response) => {
  void answerWebhook(request, response)
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : ''
  process.stdout.write(`http://127.0.0.1:${port}/api/stripe/webhook\n`)
})
