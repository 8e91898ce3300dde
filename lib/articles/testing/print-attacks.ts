/** Prints, as JSON, what the sanitiser leaves of every attack and of some hundreds of changed ones: `e2e/sanitised.spec.ts` shows it to a browser. */
import fc from 'fast-check'
import { printHtml, sanitise } from '../sanitise.ts'
import { attack, attacks, corpus } from './attacks.ts'

const seed = Number(process.argv[2])
const all = [...attacks, ...corpus, ...fc.sample(attack, { seed, numRuns: 500 })]
process.stdout.write(JSON.stringify(all.map((html) => printHtml(sanitise(html).tree))))
