import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { once } from 'node:events'
import path from 'node:path'
import { dataFolder, root } from './stack.ts'

/** What a command said and how it ended. */
export type Ended = { code: number | null; out: string; err: string }

/** Runs `npm run foldline -- …` against the publication of the tests. */
export async function foldline(...words: string[]): Promise<Ended> {
  const child = spawn(process.execPath, [path.join(root, 'cli', 'foldline.ts'), ...words], {
    cwd: root,
    // oxlint-disable-next-line node/no-process-env -- handed on, not read
    env: { ...process.env, FOLDLINE_DATA: dataFolder },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const [[code], out, err] = await Promise.all([
    once(child, 'exit'),
    text(child.stdout),
    text(child.stderr),
  ])
  return { code, out, err }
}
