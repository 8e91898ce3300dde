import { once } from 'node:events'
import { createServer, type IncomingMessage, request as send, type ServerResponse } from 'node:http'

/** An answer as it came over the net: no header added, nothing unpacked. */
export type Came = { status: number; headers: IncomingMessage['headers']; body: Buffer }

type Sent = { method?: string; headers?: Record<string, string> }

/** A server of the machine's own on a free port, and how to ask it. */
export async function serveHere(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
) {
  const server = createServer(answer)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const bound = server.address()
  if (bound === null || typeof bound === 'string') throw new Error('no port')
  const { port } = bound
  const ask = async (path: string, { method = 'GET', headers = {} }: Sent = {}): Promise<Came> => {
    const outgoing = send({ host: '127.0.0.1', port, path, method, headers })
    outgoing.end()
    const [response]: IncomingMessage[] = await once(outgoing, 'response')
    if (!response) throw new Error('no answer')
    const chunks: Buffer[] = []
    for await (const chunk of response) chunks.push(Buffer.from(chunk))
    return {
      status: response.statusCode ?? 0,
      headers: response.headers,
      body: Buffer.concat(chunks),
    }
  }
  const stop = async () => {
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  }
  return { port, ask, stop }
}
