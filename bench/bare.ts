/** Starts the yardstick: a bare Node server with the bytes and headers of an answer of the product's. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import type { Answer } from './answer.ts'

/** A running yardstick. */
export type Bare = { port: number; pid: number; close: () => Promise<void> }

/** What Node writes by itself, or follows from how it is written. */
const ownHeaders = /^(date|connection|keep-alive|transfer-encoding|content-length)$/i

/** Starts one; it runs where `start` puts it. */
export async function startBare(
  { head, body }: Answer,
  start: <T>(work: () => T) => T,
): Promise<Bare> {
  const file = path.join(import.meta.dirname, 'bare-server.ts')
  const child = start(() =>
    spawn(process.execPath, [file], {
      env: { NODE_ENV: 'production' },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    }),
  )
  child.send({ headers: headersOf(head, body.length), body: body.toString('base64') })
  const [address] = await once(child, 'message')
  const exited = once(child, 'exit')
  return {
    port: Number(address.port),
    pid: child.pid ?? 0,
    close: async () => {
      child.disconnect()
      await exited
    },
  }
}

/** Names and values by turns, as `writeHead` takes them. */
function headersOf(head: Buffer, length: number): string[] {
  const lines = head.toString('latin1').split('\r\n').slice(1)
  const pairs = lines.flatMap((line) => {
    const [, name = '', value = ''] = /^([^:]+): *(.*)$/.exec(line) ?? []
    return ownHeaders.test(name) ? [] : [name, value]
  })
  return [...pairs, 'Content-Length', String(length)]
}
