import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const execute = promisify(execFile)

/** What a program printed, and its code; a program that is not there is an error. */
export type Ran = { code: number; out: string; err: string }

/** Runs a program to its end in a folder. That it fails is an outcome. */
export async function run(folder: string, program: string, ...words: string[]): Promise<Ran> {
  try {
    const { stdout, stderr } = await execute(program, words, {
      cwd: folder,
      maxBuffer: 64 * 1024 * 1024,
      shell: process.platform === 'win32',
    })
    return { code: 0, out: stdout, err: stderr }
  } catch (error) {
    const {
      code,
      stdout = '',
      stderr = '',
    }: { code?: unknown; stdout?: string; stderr?: string } = Object(error)
    if (typeof code !== 'number') throw error
    return { code, out: stdout, err: stderr }
  }
}

/** The same for what has to succeed. */
export async function need(folder: string, program: string, ...words: string[]): Promise<string> {
  const { code, out, err } = await run(folder, program, ...words)
  if (code !== 0) throw new Error(`${program} ${words.join(' ')} ended with ${code}: ${err.trim()}`)
  return out
}
