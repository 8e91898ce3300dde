/** `GET /messages.json`: the mails for a program, and a way to wait for the next one without a sleep. */
import { z } from 'zod'
import { answerJson, answerText, type Answer, type InboxRequest } from './exchange.ts'
import { parseMail, type ReadableMail } from './parse.ts'
import type { Filter, MailStore, StoredMail } from './store.ts'

/** `to` are the addresses it was delivered to, separated by commas; `date` is when it came in, as ISO 8601. */
type MessageJson = ReadableMail & { id: number; to: string; date: string }

/** Newest first. `latest` is the highest id of all: pass it as `after` to see only what comes next. */
type MessagesJson = { latest: number; messages: MessageJson[] }

const query = z.object({
  to: z.string().min(1).optional(),
  after: z.coerce.number().int().min(0).optional(),
  /** Seconds; more than 30 are 30. */
  wait: z.coerce
    .number()
    .min(0)
    .default(0)
    .transform((seconds) => Math.min(seconds, 30)),
})

/**
 * With `wait`, answers as soon as a mail newer than `after` (0 where it is missing) is there, at the
 * latest after that many seconds, then with none.
 */
export async function listMessages(store: MailStore, request: InboxRequest): Promise<Answer> {
  const parsed = query.safeParse(Object.fromEntries(request.url.searchParams))
  if (!parsed.success) return answerJson({ error: z.prettifyError(parsed.error) }, 400)

  const { wait, ...filter } = parsed.data
  if (wait > 0) await untilThere(store, filter, wait * 1000, request.signal)
  // Gone, perhaps because this server stops: the store may be closed.
  if (request.signal.aborted) return answerText(408, 'Nobody waits for this any more.')
  const latest = store.latest()
  const found = store.list(filter).map(({ id }) => store.read(id))
  const messages = await Promise.all(found.filter((mail) => mail !== null).map(asJson))
  return answerJson({ latest, messages } satisfies MessagesJson)
}

async function untilThere(
  store: MailStore,
  filter: Filter,
  ms: number,
  signal: AbortSignal,
): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const check = () => {
    if (store.list(filter).length > 0) resolve()
  }
  const forget = store.onArrival(check)
  const alarm = setTimeout(resolve, ms)
  signal.addEventListener('abort', () => resolve(), { once: true })
  check()
  await promise
  clearTimeout(alarm)
  forget()
}

async function asJson(mail: StoredMail): Promise<MessageJson> {
  const content = await parseMail(mail.raw)
  return {
    id: mail.id,
    to: mail.recipients.join(', '),
    date: mail.received.toISOString(),
    ...content,
    from: mail.from,
  }
}
