/** Makes sure that there is a Chromium: the system's, else Playwright's, else Debian's. */
import { spawnSync } from 'node:child_process'
import { findChromium } from './chromium.ts'

const run = (command: string, ...words: string[]) =>
  spawnSync(command, words, { stdio: ['ignore', 'inherit', 'inherit'] }).status === 0

function install(): void {
  const isDebianRoot = process.getuid?.() === 0 && run('apt-get', '--version')
  if (isDebianRoot && run('apt-get', 'update', '-qq')) {
    if (run('apt-get', 'install', '-y', '-qq', '--no-install-recommends', 'chromium')) return
  }
  run('npx', 'playwright', 'install', '--with-deps', 'chromium')
}

if (findChromium() === null) {
  console.log('There is no Chromium here; installing one.')
  install()
}
const found = findChromium()
if (found === null)
  console.error('No Chromium could be installed. Install Chromium or Google Chrome and run again.')
else console.log(found)
process.exitCode = found === null ? 1 : 0
