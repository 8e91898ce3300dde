/**
 * `npm run release`: packs what is committed into `release/`, with the list of its packages (CycloneDX) and checksums.
 * It runs every check first, or says in the release that it did not (`-- --untested`). It tags and publishes nothing.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { auditPackages } from './release/audit.ts'
import { type Checks, packRelease, readCandidate } from './release/pack.ts'

const root = path.dirname(import.meta.dirname)
const { values } = parseArgs({
  options: { untested: { type: 'boolean' }, out: { type: 'string', default: 'release' } },
})
process.exitCode = await release(path.resolve(root, values.out), values.untested !== true)

async function release(folder: string, tested: boolean): Promise<number> {
  const candidate = await readCandidate(root)
  if (candidate.kind === 'refused') return refuse(candidate.why)
  const audit = await auditPackages(root)
  if (audit.kind === 'found') return refuse('Faults of packages are known: see npm run audit.')
  if (tested && !(await test())) return refuse('npm test failed.')
  // A check may have changed a file.
  const still = await readCandidate(root)
  if (still.kind === 'refused') return refuse(still.why)
  const checks: Checks = {
    'npm test': tested ? 'passed' : 'not run',
    'npm run audit': audit.kind === 'clean' ? 'nothing known' : `no answer: ${audit.why}`,
  }
  const files = await packRelease(root, folder, candidate, checks)
  for (const [check, outcome] of Object.entries(checks)) console.log(`${check}: ${outcome}`)
  for (const file of files) console.log(path.join(folder, file))
  return 0
}

function refuse(why: string): number {
  console.error(`Nothing was released. ${why}`)
  return 1
}

async function test(): Promise<boolean> {
  const child = spawn('npm', ['test'], {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  })
  const [code] = await once(child, 'exit')
  return code === 0
}
