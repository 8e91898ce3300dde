import { readEmail } from '#lib/auth/email.ts'
import { UsageError } from './command.ts'

/** Who acts, as the audit log names the terminal. */
export const operator = { id: null, label: 'Operator at the terminal' }

/** An address from the command line, in the form accounts are kept under. */
export function readAddress(word: string | undefined): string {
  const reading = readEmail(word ?? '')
  if (reading.kind === 'invalid')
    throw new UsageError(`"${word ?? ''}" is not an e-mail address such as name@example.org.`)
  return reading.email
}
