/**
 * PostgreSQL refuses to run as root, and must not outlive the program that started it.
 *
 * On Linux util-linux's `setpriv` answers both: it gives up root but keeps the right to pass through
 * folders only root may enter (a checkout under /root), and asks the kernel to interrupt PostgreSQL
 * when its parent dies, even by `kill -9`. Elsewhere the next start finds and stops what was left.
 */
import { chownSync, existsSync, readFileSync } from 'node:fs'

type Person = { uid: number; gid: number }
type Command = { file: string; args: string[]; as: Partial<Person> }

const setpriv = ['/usr/bin/setpriv', '/bin/setpriv'].find((file) => existsSync(file))

const isRoot = () => process.getuid?.() === 0

/** Makes `folder` belong to whoever `unprivileged` commands run as. */
export function giveFolder(folder: string): void {
  const person = isRoot() ? somebodyElse() : null
  if (person) chownSync(folder, person.uid, person.gid)
}

/** The same command, to be run by an ordinary user; with `tied`, it ends with its parent. */
export function unprivileged(file: string, args: string[], tied: boolean): Command {
  const person = isRoot() ? somebodyElse() : null
  if (!setpriv) return { file, args, as: person ?? {} }
  const flags = tied ? ['--pdeathsig', 'INT'] : []
  if (person)
    flags.push(
      `--reuid=${person.uid}`,
      `--regid=${person.gid}`,
      '--clear-groups',
      '--inh-caps=+dac_override',
      '--ambient-caps=+dac_override',
    )
  return flags.length === 0
    ? { file, args, as: {} }
    : { file: setpriv, args: [...flags, '--', file, ...args], as: {} }
}

/** An account that is not root: initdb asks the system for the name of whoever runs it. */
function somebodyElse(): Person {
  const accounts = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .filter(([name, , uid]) => name && Number(uid) > 0)
  const account = accounts.find(([name]) => name === 'nobody') ?? accounts[0]
  if (!account)
    throw new Error(
      'PostgreSQL does not run as root, and this system has no other account. Add one, or set DATABASE_URL.',
    )
  return { uid: Number(account[2]), gid: Number(account[3]) }
}
