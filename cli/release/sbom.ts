import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { z } from 'zod'
import { need } from './run.ts'

const bom = z.looseObject({
  bomFormat: z.literal('CycloneDX'),
  components: z.array(
    z.looseObject({ externalReferences: z.array(z.looseObject({ type: z.string() })).default([]) }),
  ),
})

const manifest = z.looseObject({ devDependencies: z.unknown() })
const lockFile = z.looseObject({
  packages: z.record(z.string(), z.looseObject({ dev: z.boolean().optional() })),
})

/**
 * The CycloneDX list of the packages that "npm install --omit=dev" brings, made by npm from the lock file alone: of every
 * system that is supported, whichever is installed here, and without a path of this machine. Where a package was
 * downloaded from is left out; its hash says which one it is.
 *
 * npm is shown a lock file without what is for development: its own `--omit dev` also leaves out packages of production
 * that some other package needs for its development (npm 11.19: zod, lru-cache, nodemailer, yaml).
 */
export async function makeSbom(root: string): Promise<string> {
  const around = mkdtempSync(path.join(tmpdir(), 'foldline sbom '))
  try {
    // npm calls the whole by the name of its folder.
    const folder = path.join(around, 'foldline')
    mkdirSync(folder)
    copyProduction(root, folder)
    const words = ['--package-lock-only', '--sbom-type', 'application', '--offline']
    const made = await need(folder, 'npm', 'sbom', '--sbom-format', 'cyclonedx', ...words)
    const read = bom.parse(JSON.parse(made))
    const components = read.components.map(({ externalReferences, ...component }) => ({
      ...component,
      externalReferences: externalReferences.filter(({ type }) => type !== 'distribution'),
    }))
    return `${JSON.stringify({ ...read, components }, null, 2)}\n`
  } finally {
    rmSync(around, { recursive: true, force: true })
  }
}

function copyProduction(from: string, to: string): void {
  const read = (file: string): unknown => JSON.parse(readFileSync(path.join(from, file), 'utf8'))
  const write = (file: string, content: unknown) =>
    writeFileSync(path.join(to, file), JSON.stringify(content))
  const { devDependencies: _, ...rest } = manifest.parse(read('package.json'))
  write('package.json', rest)
  const lock = lockFile.parse(read('package-lock.json'))
  const kept = Object.entries(lock.packages)
    .filter(([, { dev }]) => dev !== true)
    .map(([place, { devDependencies: __, ...entry }]) => [place, entry])
  write('package-lock.json', { ...lock, packages: Object.fromEntries(kept) })
}
