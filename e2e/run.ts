/**
 * `npm run test:e2e`: the browser tests, then those that must be alone and the starts, then what measures pages,
 * against one publication; then the wall once more, against one whose door keeps no page. Four runs of Playwright,
 * because in one it leaves out what depends on a project in which a test failed: here everything runs, and everything
 * that failed is told. With words it is Playwright itself: `npm run test:e2e -- main-job`.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import startPublication, { RUNNING } from './support/global-setup.ts'
import { dataFolder, root } from './support/stack.ts'

const results = path.join(root, 'test-results')
/**
 * What would say the same again with the page cache off. Answers that it never holds: files of the build and on the disk,
 * actions, ways in, sessions, APIs, private feeds, gift links, share cards, searches, what is not public, mails, logs, the newsroom, and what is asked in SQL.
 * What only the cache can do wrong: whole or stricter too late, and keys that miss something. And what is rendered by
 * the same code whatever is kept: comments, whose pages W47 asks for, and the addresses that the crawl finds.
 */
const besideTheCache = [
  ...'W20 W21 W24 W29 W31 W32 W36 W37 W40 W41 W42 W43 W45 W48 W49 W50 W51 W52 W54 W55 W56'.split(
    ' ',
  ),
  'W19 a cut page is the same',
  'W34 the feed of one person',
]

const words = process.argv.slice(2)
process.exitCode = words.length > 0 ? await playwright(words) : await everything()

async function everything(): Promise<number> {
  const stop = await startPublication()
  let failed: number
  try {
    const browser = await part('browser', ['wall', 'browser'])
    const alone = await part('alone', ['alone', 'starts'])
    const budgets = await part('budgets', ['budgets'])
    failed = browser || alone || budgets
  } finally {
    await stop()
  }
  const uncached = await wallWithoutCache()
  return failed || uncached
}

/** Some projects, with what they leave under a name of their own. */
function part(name: string, projects: string[]): Promise<number> {
  const chosen = projects.flatMap((project) => ['--project', project])
  return playwright([...chosen, '--no-deps', '--output', path.join(results, name)], {
    [RUNNING]: '1',
    PLAYWRIGHT_JSON_OUTPUT_FILE: path.join(results, `e2e-${name}.json`),
  })
}

/** The wall against a publication of its own, with data of its own: nothing of the first run helps it. */
function wallWithoutCache(): Promise<number> {
  const name = 'uncached'
  const chosen = ['e2e/wall/wall.spec.ts', '--project', 'wall', '--no-deps']
  return playwright(
    [
      ...chosen,
      '--grep-invert',
      `(${besideTheCache.join('|')}) `,
      '--output',
      path.join(results, name),
    ],
    {
      PAGE_CACHE_MB: '0',
      FOLDLINE_E2E_DATA: `${dataFolder}, without cache`,
      PLAYWRIGHT_JSON_OUTPUT_FILE: path.join(results, `e2e-${name}.json`),
    },
  )
}

async function playwright(
  options: string[],
  variables: Record<string, string> = {},
): Promise<number> {
  const cli = path.join(root, 'node_modules', '@playwright', 'test', 'cli.js')
  const child = spawn(process.execPath, [cli, 'test', ...options], {
    cwd: root,
    // oxlint-disable-next-line node/no-process-env -- handed on, not read
    env: { ...process.env, ...variables },
    stdio: 'inherit',
  })
  const [code] = await once(child, 'exit')
  return code ?? 1
}
