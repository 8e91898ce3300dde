/** `npm run test:varnish`: the whole wall, with Varnish between whoever asks and the site. */
import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { root } from './support/stack.ts'

const playwright = path.join(root, 'node_modules', '@playwright', 'test', 'cli.js')
const run = spawnSync(
  process.execPath,
  [playwright, 'test', 'e2e/wall', '--project', 'browser', ...process.argv.slice(2)],
  {
    cwd: root,
    stdio: 'inherit',
    // oxlint-disable-next-line node/no-process-env -- handed on, not read
    env: { ...process.env, FOLDLINE_E2E_FRONT: 'varnish' },
  },
)
process.exitCode = run.status ?? 1
