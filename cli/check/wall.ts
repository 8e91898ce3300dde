/** What the wall came to, with the page cache on and with it off. */
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'

const runs = { on: 'wall.md', off: 'wall-without-cache.md' }

/** The totals under each of its tables, which it leaves in the folder of results. */
export function totalsOfWall(results: string): string {
  return Object.entries(runs)
    .map(([cache, file]) => `cache ${cache}: ${totals(path.join(results, file))}`)
    .join('\n')
}

/** The lines that stand for themselves and begin so. */
const counted = /^(?:\d+ rows, |Answers that held |Leaks: )/

function totals(file: string): string {
  if (!existsSync(file)) return 'did not run'
  const lines = readFileSync(file, 'utf8').split('\n')
  return lines.filter((line) => counted.test(line)).join(' ')
}
