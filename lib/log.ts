import { format, stripVTControlCharacters } from 'node:util'
import pino from 'pino'
import { processName } from './env.ts'
import { printable, withoutSecrets } from './plain-line.ts'
import { environment } from './runtime.ts'

const secretFields = [
  'authorization',
  'cookie',
  'password',
  'token',
  'code',
  'secret',
  'email',
  'to',
  'payload',
]

type PlainError = { type: string; message: string; code?: unknown; stack: string; cause?: unknown }

/**
 * What may be told of an error. Libraries hang on their errors what caused them: drizzle the values
 * of the query, in the message itself, Stripe's SDK the request, PostgreSQL the row. Those are
 * addresses of people and whole payloads, so only what is named here is passed on.
 */
export function plainError(error: unknown): PlainError {
  if (!(error instanceof Error)) return { type: typeof error, message: String(error), stack: '' }
  const message = messageOf(error)
  const frames = error.stack?.split('\n').filter((line) => /^\s+at /.test(line)) ?? []
  return {
    type: error.name,
    message,
    ...('code' in error ? { code: error.code } : {}),
    stack: [`${error.name}: ${message}`, ...frames].join('\n'),
    ...(error.cause === undefined ? {} : { cause: plainError(error.cause) }),
  }
}

/** An error in one line, for a person who looks at what went wrong; without the values behind it. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const line = `${error.name}: ${messageOf(error)}`
  return error.cause instanceof Error ? `${line} (${describeError(error.cause)})` : line
}

/** An error with its frames and its causes, for who has to mend it; without the values behind it. */
export function traceError(error: unknown): string {
  const { stack, message, cause } = plainError(error)
  const own = stack === '' ? message : stack
  return error instanceof Error && cause !== undefined
    ? `${own}\nCaused by ${traceError(error.cause)}`
    : own
}

function messageOf(error: Error): string {
  return 'query' in error && 'params' in error ? 'a query failed' : error.message
}

/** A logger of the house; `level` is the least that is written. */
export function makeLog(
  level: string,
  name: string | undefined,
  destination: pino.DestinationStream = pino.destination(1),
) {
  const options = {
    level,
    // Which of the site's processes says it.
    base: name === undefined ? undefined : { process: name },
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { err: plainError },
    redact: { paths: secretFields.flatMap((field) => [field, `*.${field}`]), censor: '[redacted]' },
    // Over the finished line, so that no field, message or stack is left out; pino itself escapes what JSON asks for.
    hooks: { streamWrite: (line: string) => withoutSecrets(printable(line, '\n')) },
  }
  return pino(options, destination)
}

let logger: ReturnType<typeof makeLog> | undefined

/**
 * The log: one JSON line an event on standard output. Names and addresses of people, secrets and
 * payloads are redacted wherever they stand; of errors only what `plainError` takes is written.
 */
export function log() {
  return (logger ??= makeLog(environment().logLevel, processName()))
}

/**
 * Has what others print as an error or a warning written to the log: Next prints errors over many lines, with
 * whatever a request had in it.
 */
export function takeConsole(): void {
  for (const [method, level] of [
    ['error', 'error'],
    ['warn', 'warn'],
  ] as const)
    console[method] = (...said: unknown[]) => {
      const error = said.find((one) => one instanceof Error)
      const words = stripVTControlCharacters(format(...said.filter((one) => one !== error))).trim()
      log()[level](
        error === undefined ? {} : { err: error },
        words.replace(/^[⨯⚠]\s*/u, '') || 'printed',
      )
    }
}
