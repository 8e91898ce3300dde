/**
 * The objects on disk. Each `get` reads anew, so what a caller holds never changes under it; a change
 * is made with `put`. What is written within `transaction` is written whole or not at all.
 */
import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import type { Database } from './database.ts'
import type { Kind, Kinds } from './kinds.ts'
import { tagsOf } from './tags.ts'

/** Something whose time has come. */
export type Due = { kind: string; id: string; due: number }

/** Between which positions to look, from which moment on (`created`, in seconds), and for which address. */
export type Bounds = { above?: number; below?: number; since?: number; email?: string }

export type Store = {
  get: <K extends Kind>(kind: K, id: string) => Kinds[K] | null
  /** Makes or replaces it. `owner` is needed for kinds that do not name their customer. */
  put: <K extends Kind>(kind: K, object: Kinds[K], owner?: string | null) => void
  remove: (kind: Kind, id: string) => void
  /** Newest first, one after the other as they are asked for; all of them, or one customer's. */
  list: <K extends Kind>(kind: K, owner?: string | null, bounds?: Bounds) => Iterable<Kinds[K]>
  /** The same, read before anything is done with the first: for those who change what they walk over. */
  all: <K extends Kind>(kind: K, owner?: string | null) => Kinds[K][]
  /** Where it stands in the order in which objects were made; null when it is not there. */
  position: (kind: Kind, id: string) => number | null
  ownerOf: (kind: Kind, id: string) => string | null
  /** Of one clock ('' is the server's own), the earliest that is due by then. */
  firstDue: (clock: string, until: number) => Due | null
  /** When the next thing is due by the server's own clock. */
  nextDue: () => number | null
  /** Puts one text in place of another in every object but events, whose contents never change. */
  replaceEverywhere: (text: string, by: string) => void
  setting: <T>(name: string, shape: z.ZodType<T>) => T | null
  set: (name: string, value: unknown) => void
  transaction: <T>(work: () => T) => T
  db: DatabaseSync
  close: () => void
}

const jsonRow = z.object({ json: z.string() })
const seqRow = z.object({ seq: z.number() })
const ownerRow = z.object({ owner: z.string().nullable() })
const clockRow = z.object({ clock: z.string() })
const dueRow = z.object({ kind: z.string(), id: z.string(), due: z.number() })

/** We wrote it ourselves, from an object of this kind: nothing is checked again. */
function read<K extends Kind>(_kind: K, row: unknown): Kinds[K] {
  return JSON.parse(jsonRow.parse(row).json)
}

export function createStore(db: Database): Store {
  const select = db.prepare('select json from object where kind = ? and id = ?')
  const first = (sql: string, ...values: (string | number)[]) => db.prepare(sql).get(...values)
  const list = function* <K extends Kind>(
    kind: K,
    owner?: string | null,
    bounds: Bounds = {},
  ): Iterable<Kinds[K]> {
    for (const row of rowsOf(db, kind, owner ?? null, bounds)) yield read(kind, row)
  }
  return {
    db,
    get: (kind, id) => {
      const row = select.get(kind, id)
      return row ? read(kind, row) : null
    },
    put: (kind, object, owner) => write(db, kind, object, owner ?? null),
    remove: (kind, id) => {
      db.prepare('delete from object where kind = ? and id = ?').run(kind, id)
    },
    list,
    all: (kind, owner) => [...list(kind, owner)],
    position: (kind, id) => {
      const row = first('select seq from object where kind = ? and id = ?', kind, id)
      return row ? seqRow.parse(row).seq : null
    },
    ownerOf: (kind, id) => ownerOf(db, kind, id),
    firstDue: (clock, until) => {
      const row = first(
        'select kind, id, due from object where clock = ? and due <= ? order by due, seq limit 1',
        clock,
        until,
      )
      return row ? dueRow.parse(row) : null
    },
    nextDue: () => {
      const row = first(
        `select kind, id, due from object where clock = '' and due is not null order by due limit 1`,
      )
      return row ? dueRow.parse(row).due : null
    },
    ...settingsOf(db),
    transaction: (work) => transact(db, work),
    close: () => db.close(),
  }
}

function rowsOf(
  db: Database,
  kind: Kind,
  owner: string | null,
  { above = 0, below = Number.MAX_SAFE_INTEGER, since, email }: Bounds,
): Iterable<unknown> {
  const within = 'kind = ? and seq > ? and seq < ?'
  if (owner) {
    const sql = `select json from object where ${within} and owner = ? order by seq desc`
    return db.prepare(sql).all(kind, above, below, owner)
  }
  if (email !== undefined) {
    const sql = `select json from object indexed by object_email
       where ${within} and kind = 'customer' and json_extract(json, '$.email') = ? order by seq desc`
    return db.prepare(sql).all(kind, above, below, email)
  }
  if (since === undefined)
    return db
      .fresh(`select json from object where ${within} order by seq desc`)
      .iterate(kind, above, below)
  // Left to itself, SQLite walks through everything that ever happened to find what happened lately.
  const sql = `select json from object indexed by object_created
     where ${within} and json_extract(json, '$.created') >= ? order by seq desc`
  return db.fresh(sql).iterate(kind, above, below, since)
}

function settingsOf(db: DatabaseSync): Pick<Store, 'replaceEverywhere' | 'set' | 'setting'> {
  return {
    replaceEverywhere: (text, by) => {
      db.prepare(
        `update object set json = replace(json, ?, ?) where kind <> 'event' and instr(json, ?)`,
      ).run(text, by, text)
    },
    setting: (name, shape) => {
      const row = db.prepare('select json from setting where name = ?').get(name)
      return row ? shape.parse(JSON.parse(jsonRow.parse(row).json)) : null
    },
    set: (name, value) => {
      db.prepare('insert or replace into setting (name, json) values (?, ?)').run(
        name,
        JSON.stringify(value),
      )
    },
  }
}

function write<K extends Kind>(
  db: DatabaseSync,
  kind: K,
  object: Kinds[K],
  givenOwner: string | null,
): void {
  const tags = tagsOf[kind](object)
  const owner = tags.owner === undefined ? (givenOwner ?? ownerOf(db, kind, object.id)) : tags.owner
  db.prepare(
    `insert into object (kind, id, owner, clock, due, json) values (?, ?, ?, ?, ?, ?)
     on conflict (kind, id) do update set
       owner = excluded.owner, clock = excluded.clock, due = excluded.due, json = excluded.json`,
  ).run(kind, object.id, owner, clockOf(db, kind, object, owner), tags.due, JSON.stringify(object))
}

function ownerOf(db: DatabaseSync, kind: Kind, id: string): string | null {
  const row = db.prepare('select owner from object where kind = ? and id = ?').get(kind, id)
  return row ? ownerRow.parse(row).owner : null
}

/** Whose time an object lives by: its customer's, which is '' for the server's own. */
function clockOf(db: DatabaseSync, kind: Kind, object: object, owner: string | null): string {
  if (kind === 'customer')
    return 'test_clock' in object && typeof object.test_clock === 'string' ? object.test_clock : ''
  if (owner === null) return ''
  const row = db.prepare(`select clock from object where kind = 'customer' and id = ?`).get(owner)
  return row ? clockRow.parse(row).clock : ''
}

/** One inside another is part of it. */
function transact<T>(db: DatabaseSync, work: () => T): T {
  if (db.isTransaction) return work()
  db.exec('begin immediate')
  try {
    const result = work()
    db.exec('commit')
    return result
  } catch (problem) {
    db.exec('rollback')
    throw problem
  }
}
