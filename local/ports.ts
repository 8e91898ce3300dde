import { createServer } from 'node:net'

/** The first port from `first` on that nothing on this machine listens on. */
export async function freePort(first: number): Promise<number> {
  for (let port = first; port < first + 200; port++) if (await isFree(port)) return port
  throw new Error(`None of the ports ${first} to ${first + 199} is free.`)
}

/** Whether nothing listens on `port`, on any of this machine's addresses. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen({ port, host: '::', exclusive: true }, () => probe.close(() => resolve(true)))
  })
}
