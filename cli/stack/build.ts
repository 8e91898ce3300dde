/** Builds the site when the build is missing or was made from other sources. */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  createWriteStream,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { glob } from 'node:fs/promises'
import { once } from 'node:events'
import path from 'node:path'
import { childVariables } from '#lib/env.ts'

/** Everything a build is made from. */
const sources = [
  'app/**/*',
  'lib/**/*',
  'db/**/*.ts',
  'public/**/*',
  'publication.ts',
  'instrumentation.ts',
  'instrumentation-client.ts',
  'next.config.js',
  'postcss.config.js',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
]

const stamp = (root: string) => path.join(root, '.next', 'foldline-sources')

/** Whether `.next` was built from the sources as they are now. Compares contents, not times. */
export async function isBuilt(root: string): Promise<boolean> {
  if (!existsSync(path.join(root, '.next', 'BUILD_ID')) || !existsSync(stamp(root))) return false
  return readFileSync(stamp(root), 'utf8') === (await fingerprint(root))
}

/** Runs `next build` until `signal` ends it. Throws with the end of its output when it fails. */
export async function build(root: string, folder: string, signal: AbortSignal): Promise<void> {
  const print = await fingerprint(root)
  const file = path.join(folder, 'build.log')
  mkdirSync(folder, { recursive: true })
  // A build that breaks off leaves `.next` half new: it must not pass for what was built before.
  rmSync(stamp(root), { force: true })
  const log = createWriteStream(file)
  const next = path.join(root, 'node_modules', 'next', 'dist', 'bin', 'next')
  const child = spawn(process.execPath, [next, 'build'], {
    cwd: root,
    env: childVariables('production', {}),
    stdio: ['ignore', 'pipe', 'pipe'],
    signal,
  })
  child.stdout.pipe(log, { end: false })
  child.stderr.pipe(log, { end: false })
  // Not 'exit': then its last lines, which say what was wrong, may still be in the pipe.
  const [code] = await once(child, 'close')
  log.end()
  await once(log, 'finish')
  if (code !== 0)
    throw new Error(
      `The build failed. The end of ${file}:\n${readFileSync(file, 'utf8').split('\n').slice(-30).join('\n')}`,
    )
  writeFileSync(stamp(root), print)
}

async function fingerprint(root: string): Promise<string> {
  const hash = createHash('sha256').update(process.versions.node)
  const files: string[] = []
  for await (const entry of glob(sources, { cwd: root, withFileTypes: true }))
    if (entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
      files.push(path.join(entry.parentPath, entry.name))
  for (const file of files.toSorted())
    hash.update(path.relative(root, file)).update('\0').update(readFileSync(file)).update('\0')
  return hash.digest('hex')
}
