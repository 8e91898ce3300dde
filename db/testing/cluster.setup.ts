import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { TestProject } from 'vitest/node'
import { holdFreePort } from '../../local/ports.ts'
import { startPostgres } from '../../local/postgres/server.ts'
import { migrateDatabase } from '../migrate.ts'

declare module 'vitest' {
  // vitest reads what is provided from this interface, so it cannot be a type.
  // oxlint-disable-next-line typescript/consistent-type-definitions
  export interface ProvidedContext {
    faultSeed: number
    templateUrl: string
  }
}

/** Starts one PostgreSQL for the whole run, with a migrated template that each test file clones. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(path.join(tmpdir(), 'foldline db tests '))
  // Making a cluster takes a second, in which the tests of another checkout would find the port free.
  const { port, release } = await holdFreePort(5500)
  const server = await startPostgres({
    folder,
    port,
    release,
    password: 'only for tests',
    database: 'template',
    durable: false,
    maxConnections: 200,
  })
  await migrateDatabase(server.url, project.config.root)
  project.provide('templateUrl', server.url)
  return async () => {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}
