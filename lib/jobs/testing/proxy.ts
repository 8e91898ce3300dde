import { connect, createServer, type Socket } from 'node:net'

/** A way to a database that a test can cut and mend. */
export type Proxy = {
  url: string
  /** Breaks every connection, and refuses new ones. */
  cut: () => void
  mend: () => void
  close: () => Promise<void>
}

/** Starts a way to the database at `url`, cut or not. */
export async function startProxy(url: string, { cut = false } = {}): Promise<Proxy> {
  const target = new URL(url)
  const sockets = new Set<Socket>()
  let broken = cut
  const server = createServer((socket) => {
    if (broken) return socket.destroy()
    const there = connect(Number(target.port || 5432), target.hostname)
    for (const [end, other] of [
      [socket, there],
      [there, socket],
    ] as const) {
      sockets.add(end)
      end.on('error', () => other.destroy())
      end.on('close', () => {
        sockets.delete(end)
        other.destroy()
      })
      end.pipe(other)
    }
    return socket
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The proxy has no port.')
  const cutAll = () => {
    broken = true
    for (const socket of sockets) socket.destroy()
  }
  return {
    url: Object.assign(new URL(url), { host: `127.0.0.1:${address.port}` }).href,
    cut: cutAll,
    mend: () => {
      broken = false
    },
    close: async () => {
      cutAll()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}
