import { once } from 'node:events'
import { createServer } from 'node:net'

/** A port that nothing listens on just now. */
export async function anyPort(): Promise<number> {
  const server = createServer().listen(0)
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('There is no port.')
  return address.port
}
