/**
 * A real SMTP server for a machine without one: it takes every mail, keeps it, and shows it on a page.
 * The product speaks to it exactly as it would to a provider.
 */
import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createFaults } from './faults.ts'
import { createInboxPages } from './http.ts'
import { createReceiver } from './receive.ts'
import { openStore } from './store.ts'

export type LocalSmtpOptions = {
  /** 0 takes any free port; the url of the running server tells which. */
  smtpPort: number
  inboxPort: number
  /** Where the mails are kept; made if it is not there. */
  folder: string
}

/** `stop` ends both servers and waits until the mails are at rest on disk; twice is once. */
export type RunningLocalSmtp = { smtpUrl: string; inboxUrl: string; stop: () => Promise<void> }

const HOST = '127.0.0.1'

/** Starts both servers on 127.0.0.1 alone. Rejects, with nothing left running, where a port is taken. */
export async function startLocalSmtp(options: LocalSmtpOptions): Promise<RunningLocalSmtp> {
  const inbox = { store: openStore(options.folder), faults: createFaults() }
  const receiver = createReceiver(inbox)
  const pages = createInboxPages(inbox)
  const end = async () => {
    inbox.faults.release()
    await Promise.all([new Promise<void>((done) => receiver.close(done)), closePages(pages)])
    inbox.store.close()
  }
  let ended: Promise<void> | undefined
  const stop = () => (ended ??= end())
  try {
    receiver.listen(options.smtpPort, HOST)
    await once(receiver.server, 'listening')
    pages.listen(options.inboxPort, HOST)
    await once(pages, 'listening')
  } catch (cause) {
    await stop()
    throw new Error(
      `The local SMTP server could not listen on ${HOST}, ports ${options.smtpPort} and ${options.inboxPort}.`,
      { cause },
    )
  }
  return {
    smtpUrl: `smtp://${HOST}:${portOf(receiver.server.address())}`,
    inboxUrl: `http://${HOST}:${portOf(pages.address())}`,
    stop,
  }
}

/** Long polls would otherwise hold a stop for half a minute. */
function closePages(pages: Server): Promise<void> {
  return new Promise((done) => {
    pages.close(() => done())
    pages.closeAllConnections()
  })
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string')
    throw new Error('A server that listens on TCP has a port.')
  return address.port
}
