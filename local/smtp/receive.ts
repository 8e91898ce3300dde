/** The SMTP side: takes a message from whoever connects, and keeps it. */
import {
  SMTPServer,
  type SMTPServerAddress,
  type SMTPServerDataStream,
  type SMTPServerEnvelope,
} from 'smtp-server'
import type { Inbox } from './inbox.ts'
import { parseMail } from './parse.ts'

const SIZE_LIMIT = 5 * 1024 * 1024

/** An error that is an SMTP reply: what the sender reads, and its code. */
class Refused extends Error {
  override name = 'Refused'
  readonly responseCode: number
  constructor(responseCode: number, message: string, options?: ErrorOptions) {
    super(message, options)
    this.responseCode = responseCode
  }
}

/**
 * A server that accepts any sender and recipient, without TLS or sign-in. "250" means that the mail
 * is on disk. A sender that hangs up while it waits may find its mail delivered all the same, as
 * with every SMTP server.
 */
export function createReceiver(inbox: Inbox): SMTPServer {
  const server = new SMTPServer({
    name: 'localhost',
    banner: 'Foldline local inbox',
    disabledCommands: ['AUTH', 'STARTTLS'],
    // Asking DNS for the name of 127.0.0.1 would be the one thing that leaves this machine.
    disableReverseLookup: true,
    size: SIZE_LIMIT,
    socketTimeout: 120_000,
    // A pooled sender keeps its connection open; a stop does not wait for it.
    closeTimeout: 250,
    logger: false,
    onData: (stream, session, callback) => {
      void receive(inbox, stream, session.envelope, callback)
    },
  })
  // A sender that drops its connection is its own business; unheard, the event would end the process.
  server.on('error', () => undefined)
  return server
}

/** Never rejects; whatever went wrong is the reply. */
async function receive(
  inbox: Inbox,
  stream: SMTPServerDataStream,
  envelope: SMTPServerEnvelope,
  reply: (problem: Error | null, message?: string) => void,
): Promise<void> {
  try {
    await keep(inbox, stream, envelope)
  } catch (problem) {
    reply(problem instanceof Refused ? problem : notKept(problem))
    return
  }
  reply(null, 'Kept in the local inbox')
}

async function keep(
  { store, faults }: Inbox,
  stream: SMTPServerDataStream,
  envelope: SMTPServerEnvelope,
): Promise<void> {
  const raw = await readMessage(stream)
  await faults.dawdle()
  const recipients = envelope.rcptTo.map((recipient: SMTPServerAddress) => recipient.address)
  const code = faults.takeRefusal(recipients)
  if (code !== null) throw new Refused(code, 'Refused because the local inbox was told to')

  const sender = envelope.mailFrom === false ? '' : envelope.mailFrom.address
  const { from, subject } = await parseMail(raw)
  store.add({ received: new Date(), sender, recipients, from: from || sender, subject, raw })
}

/** Reads to the end even when it is too much: SMTP has no way to answer earlier. */
async function readMessage(stream: SMTPServerDataStream): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of stream) {
    if (!Buffer.isBuffer(chunk)) continue
    size += chunk.length
    if (size <= SIZE_LIMIT) chunks.push(chunk)
  }
  if (size > SIZE_LIMIT)
    throw new Refused(552, `Message is larger than ${SIZE_LIMIT / 1024 / 1024} MiB`)
  return Buffer.concat(chunks)
}

function notKept(cause: unknown): Refused {
  console.error('The local inbox could not keep a mail:', cause)
  return new Refused(451, 'The local inbox could not keep this message', { cause })
}
