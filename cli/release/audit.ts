import { z } from 'zod'
import { run } from './run.ts'

/** What the registry knows of the packages that a publication runs on. */
export type Audit =
  | { kind: 'clean'; packages: number }
  | { kind: 'found'; advisories: Advisory[] }
  /** Nobody was asked: nothing is known, which is not that nothing is wrong. */
  | { kind: 'unanswered'; why: string }

/** A package with a known fault, and what npm would do about it. */
export type Advisory = { package: string; severity: string; titles: string[]; fixable: boolean }

const report = z.object({
  vulnerabilities: z.record(
    z.string(),
    z.object({
      severity: z.string(),
      via: z.array(z.union([z.string(), z.looseObject({ title: z.string() })])),
      fixAvailable: z.unknown(),
    }),
  ),
  metadata: z.object({ dependencies: z.object({ prod: z.number() }) }),
})

/** Asks the npm registry about the production dependencies of the lock file in `folder`. */
export async function auditPackages(folder: string): Promise<Audit> {
  const words = ['audit', '--omit=dev', '--package-lock-only', '--json']
  return readAudit((await run(folder, 'npm', ...words)).out)
}

/** Reads what `npm audit --json` printed. */
export function readAudit(printed: string): Audit {
  const said = parse(printed)
  const read = report.safeParse(said)
  if (!read.success) return { kind: 'unanswered', why: whyNot(said) }
  const { vulnerabilities, metadata } = read.data
  const advisories = Object.entries(vulnerabilities).map(([name, { severity, via, ...rest }]) => ({
    package: name,
    severity,
    titles: via.map((one) => (typeof one === 'string' ? `through ${one}` : one.title)),
    fixable: rest.fixAvailable !== false,
  }))
  return advisories.length === 0
    ? { kind: 'clean', packages: metadata.dependencies.prod }
    : { kind: 'found', advisories }
}

function parse(printed: string): unknown {
  try {
    return JSON.parse(printed)
  } catch {
    return null
  }
}

const refusal = z.object({ message: z.string() })

const whyNot = (said: unknown) =>
  refusal.safeParse(said).data?.message ?? 'npm printed no report of an audit.'
