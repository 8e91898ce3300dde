import { randomUUID } from 'node:crypto'
import type { Sql } from 'postgres'
import { afterAll, beforeAll, inject } from 'vitest'
import {
  type AppDatabase,
  openAppDatabase,
  openOwner,
  openPublicDatabase,
  type PublicDatabase,
} from '../client.ts'

/** A database of one test file: a clone of the migrated template, gone when the file is done. */
export type TestDatabase = {
  url: string
  /** The owner's connection: to look at rows and to arrange what no role may do. */
  owner: Sql
  app: AppDatabase
  public: PublicDatabase
}

/** Call at the top of a `*.db.test.ts`; the database is there from the first `beforeAll` on. */
export function useTestDatabase(): TestDatabase {
  const template = inject('templateUrl')
  const name = `test_${randomUUID().replaceAll('-', '')}`
  const url = Object.assign(new URL(template), { pathname: `/${name}` }).href
  const database = {
    url,
    owner: openOwner(url),
    app: openAppDatabase(url, { max: 8, purpose: 'test' }),
    public: openPublicDatabase(url, { max: 4, purpose: 'test' }),
  }
  beforeAll(() => onServer(template, (sql) => sql`create database ${sql(name)} template template`))
  afterAll(async () => {
    await Promise.all([database.owner.end(), database.app.close(), database.public.close()])
    await onServer(template, (sql) => sql`drop database ${sql(name)} with (force)`)
  })
  return database
}

/** From the maintenance database: a template can be cloned only while nobody is connected to it. */
async function onServer(template: string, work: (sql: Sql) => Promise<unknown>): Promise<void> {
  const sql = openOwner(Object.assign(new URL(template), { pathname: '/postgres' }).href)
  try {
    await work(sql)
  } finally {
    await sql.end()
  }
}
