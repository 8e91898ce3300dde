/**
 * `npm run audit`: what the npm registry knows against the packages that a publication runs on. It is no part of
 * `npm test`, which asks nobody. Its code is 0 when nothing is known, 1 when something is, 3 when nobody answered.
 */
import path from 'node:path'
import { auditPackages } from './release/audit.ts'

const audit = await auditPackages(path.dirname(import.meta.dirname))
switch (audit.kind) {
  case 'clean':
    console.log(`Nothing is known against the ${audit.packages} packages of production.`)
    break
  case 'found':
    for (const { package: name, severity, titles, fixable } of audit.advisories)
      console.log(
        `${severity.padEnd(9)} ${name}: ${titles.join('; ')}${fixable ? '' : ' (no fix yet)'}`,
      )
    process.exitCode = 1
    break
  case 'unanswered':
    console.error(`The registry did not answer, so nothing is known of the packages: ${audit.why}`)
    process.exitCode = 3
}
