/**
 * The yardstick: a Node HTTP server that knows nothing and sends the same bytes with the same headers to
 * whoever asks. It gets them from who started it, and tells its port.
 */
import { createServer } from 'node:http'

process.once('message', (answer: { headers: string[]; body: string }) => {
  const headers = answer.headers
  const body = Buffer.from(answer.body, 'base64')
  const server = createServer((_request, response) => {
    response.writeHead(200, headers)
    response.end(body)
  })
  server.listen(0, '127.0.0.1', () => process.send?.(server.address()))
})
process.once('disconnect', () => process.exit(0))
