import pino from 'pino'
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

function make(level: string) {
  return pino({
    level,
    base: undefined,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: secretFields.flatMap((field) => [field, `*.${field}`]), censor: '[redacted]' },
  })
}

let logger: ReturnType<typeof make> | undefined

/**
 * The log: one JSON line an event on standard output. Names and addresses of people, secrets and
 * payloads are redacted wherever they stand.
 */
export function log() {
  return (logger ??= make(environment().logLevel))
}
