import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'

/** A way to a server that can be cut. */
export type Way = {
  /** The address that leads through it. */
  url: string
  /** Everything is lost on the way, both directions, and nobody is told. */
  stall: () => void
  /** What waited goes on. */
  resume: () => void
  /** Connections are reset and new ones refused. */
  cut: () => Promise<void>
  mend: () => Promise<void>
  close: () => Promise<void>
}

/** Opens a way to the database at `url`. */
export async function openWay(url: string): Promise<Way> {
  const target = new URL(url)
  const sockets = new Set<Socket>()
  let stalled = false
  const join = (from: Socket, to: Socket) => {
    sockets.add(from)
    from.on('data', (data) => to.write(data))
    from.on('error', () => to.destroy())
    from.on('close', () => {
      sockets.delete(from)
      to.destroy()
    })
    if (stalled) from.pause()
  }
  const serve = async (port: number) => {
    const server = createServer((client) => {
      const upstream = connect(Number(target.port), target.hostname)
      join(client, upstream)
      join(upstream, client)
    })
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
    return server
  }
  let server: Server = await serve(0)
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('No port was given.')
  const { port } = address
  const cut = async () => {
    const closed = once(server, 'close')
    server.close()
    for (const socket of sockets) socket.resetAndDestroy()
    await closed
  }
  return {
    url: Object.assign(new URL(url), { host: `127.0.0.1:${port}` }).href,
    stall: () => {
      stalled = true
      for (const socket of sockets) socket.pause()
    },
    resume: () => {
      stalled = false
      for (const socket of sockets) socket.resume()
    },
    cut,
    mend: async () => {
      server = await serve(port)
    },
    close: cut,
  }
}
