/**
 * The data folder: what the stand-ins keep, the secrets made for them, and who is running here.
 * Files with secrets can be read by their owner only, and are replaced whole or not at all.
 */
import { randomBytes, randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'

const secretsShape = z.object({
  postgresPassword: z.string(),
  authSecret: z.string(),
  stripeKey: z.string(),
  endpoint: z.object({ id: z.string(), secret: z.string() }).nullable(),
})

/** What was made up for the parts that nobody configured; the same at every start. */
export type Secrets = z.infer<typeof secretsShape>

const runShape = z.object({
  pid: z.number(),
  /** When that process began, where the system tells: its number is given again after a restart. */
  born: z.string().nullable().default(null),
  what: z.string(),
  variables: z.record(z.string(), z.string()),
  addresses: z.record(z.string(), z.string()),
})

/** Who runs in this folder now, and how to reach what they started. */
export type Run = z.infer<typeof runShape>

/** Reads the secrets of a folder, making them at the first start. */
export function readSecrets(folder: string): Secrets {
  const file = path.join(folder, 'secrets.json')
  if (existsSync(file)) return secretsShape.parse(JSON.parse(readFileSync(file, 'utf8')))
  const made: Secrets = {
    postgresPassword: randomBytes(24).toString('base64url'),
    authSecret: randomBytes(33).toString('base64url'),
    stripeKey: `sk_test_sim${randomBytes(18).toString('hex')}`,
    endpoint: null,
  }
  writeSecrets(folder, made)
  return made
}

/** Keeps the secrets of a folder. */
export function writeSecrets(folder: string, secrets: Secrets): void {
  writeWhole(path.join(folder, 'secrets.json'), secrets)
}

/** Who runs in this folder, or null when nobody does: a file left by a crash does not count. */
export function readRun(folder: string): Run | null {
  const file = path.join(folder, 'run.json')
  if (!existsSync(file)) return null
  const run = runShape.safeParse(parseJson(readFileSync(file, 'utf8')))
  return run.success && isAlive(run.data) ? run.data : null
}

/** Notes what this process runs in the folder. */
export function writeRun(folder: string, run: Omit<Run, 'pid' | 'born'>): void {
  writeWhole(path.join(folder, 'run.json'), {
    pid: process.pid,
    born: birthOf(process.pid),
    ...run,
  })
}

/** Takes the note away again, if it is ours. */
export function clearRun(folder: string): void {
  if (readRun(folder)?.pid === process.pid) rmSync(path.join(folder, 'run.json'), { force: true })
}

function writeWhole(file: string, content: unknown): void {
  mkdirSync(path.dirname(file), { recursive: true })
  const draft = `${file}.${randomUUID()}`
  writeFileSync(draft, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 })
  renameSync(draft, file)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/**
 * When a process began, as Linux counts: in ticks since this boot. Null elsewhere, and for a process
 * that is not there. In a container every run may have the same process number.
 */
function birthOf(pid: number): string | null {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')
    return `${boot} ${fields?.[19]}`
  } catch {
    return null
  }
}

function isAlive({ pid, born }: Run): boolean {
  if (born !== null && born !== birthOf(pid)) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // It is there, and belongs to somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
