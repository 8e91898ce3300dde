/**
 * `npm run design`: starts a publication with the demo content, takes pictures of every page of `pages.ts`, and writes
 * those that are kept into `docs/pictures` and `docs/design.md`. `npm run design -- --check` looks at each with axe,
 * on a phone and a desk, by day and by night; `npm run design -- --kept` takes only the pictures that are kept.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { root } from '../support/stack.ts'
import { pages } from './pages.ts'

const check = process.argv.includes('--check')
const work = check ? 'check' : process.argv.includes('--kept') ? 'kept' : 'everything'
const cli = path.join(root, 'node_modules', '@playwright', 'test', 'cli.js')
const child = spawn(process.execPath, [cli, 'test', '--project', 'design', '--no-deps'], {
  cwd: root,
  // oxlint-disable-next-line node/no-process-env -- handed on, not read
  env: { ...process.env, FOLDLINE_DESIGN: work },
  stdio: 'inherit',
})
const [code] = await once(child, 'exit')
process.exitCode = code ?? 1
if (!check && process.exitCode === 0) writePage()

/** Replaces the gallery of the page, which is made of the table. */
function writePage(): void {
  const file = path.join(root, 'docs', 'design.md')
  const text = readFileSync(file, 'utf8')
  const [before] = text.split('<!-- gallery -->', 1)
  writeFileSync(file, `${before}<!-- gallery -->\n\n${gallery()}`)
}

function gallery(): string {
  return pages
    .filter((page) => page.kept)
    .map(({ name, path: address }) => {
      const file = name.replaceAll(' ', '-')
      const desk = `![${name}, 1280 px, by day](pictures/${file}-1280-light.webp)`
      const phone = `![${name}, 390 px, by night](pictures/${file}-390-dark.webp)`
      return `### ${name.charAt(0).toUpperCase()}${name.slice(1)}\n\n\`${address}\`\n\n${desk}\n\n${phone}\n`
    })
    .join('\n')
}
