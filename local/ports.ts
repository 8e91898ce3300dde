import { createServer } from 'node:net'

/** The first port from `first` on that nothing on this machine listens on. */
export async function freePort(first: number): Promise<number> {
  for (let port = first; port < first + 200; port++) if (await isFree(port)) return port
  throw new Error(`None of the ports ${first} to ${first + 199} is free.`)
}

/**
 * Both kinds of address, all of them and the machine's own: macOS lets one program listen on all
 * addresses beside another that listens on one, and a machine may have no IPv6.
 */
const hosts = ['::', '0.0.0.0', '127.0.0.1', '::1']

/** Whether nothing listens on `port`, on any of this machine's addresses. */
export async function isFree(port: number): Promise<boolean> {
  for (const host of hosts) if (!(await canListen(port, host))) return false
  return true
}

/** A port that nobody else can take until `release`. */
export type HeldPort = { port: number; release: () => Promise<void> }

/**
 * Takes `port` and keeps it. What will listen there may take half a minute to be ready, in which
 * another program would find the port free. Throws when it is taken already.
 */
export async function holdPort(port: number): Promise<HeldPort> {
  const holder = createServer((socket) => socket.destroy())
  await new Promise<void>((resolve, reject) => {
    holder.once('error', reject)
    holder.listen({ port, exclusive: true }, resolve)
  })
  return { port, release: () => new Promise((resolve) => holder.close(() => resolve())) }
}

/** Takes the first port from `first` on that nobody else has or is just taking. */
export async function holdFreePort(first: number): Promise<HeldPort> {
  for (let from = first; ;) {
    const port = await freePort(from)
    try {
      return await holdPort(port)
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error
      from = port + 1
    }
  }
}

function canListen(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', (error: NodeJS.ErrnoException) =>
      resolve(error.code === 'EAFNOSUPPORT' || error.code === 'EADDRNOTAVAIL'),
    )
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve(true)))
  })
}
