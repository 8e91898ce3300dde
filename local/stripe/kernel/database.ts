/** The one SQLite file in which everything is. */
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { DatabaseSync, type StatementSync } from 'node:sqlite'

/**
 * SQLite takes longer to understand most statements than to run them, so each is kept. Whoever walks
 * over rows and may ask the same again before the end takes a `fresh` one.
 */
export class Database extends DatabaseSync {
  readonly #kept = new Map<string, StatementSync>()
  override prepare(sql: string): StatementSync {
    const kept = this.#kept.get(sql) ?? this.fresh(sql)
    this.#kept.set(sql, kept)
    return kept
  }
  fresh(sql: string): StatementSync {
    return super.prepare(sql)
  }
}

// In WAL mode `normal` loses nothing when the process is killed, only when the machine is.
const SETTINGS = `
  pragma journal_mode = wal;
  pragma synchronous = normal;
  pragma busy_timeout = 5000;
`

const SCHEMA = `
  create table if not exists object (
    seq integer primary key autoincrement,
    kind text not null,
    id text not null,
    owner text,
    clock text not null,
    due integer,
    json text not null,
    unique (kind, id)
  ) strict;
  create index if not exists object_owner on object (kind, owner, seq);
  create index if not exists object_kind on object (kind, seq);
  create index if not exists object_created on object (kind, json_extract(json, '$.created'));
  create index if not exists object_email on object (json_extract(json, '$.email'))
    where kind = 'customer';
  create index if not exists object_due on object (clock, due) where due is not null;
  create table if not exists setting (name text primary key, json text not null) strict;
  create table if not exists replay (
    key text primary key,
    fingerprint text not null,
    status integer not null,
    request text not null,
    body text not null,
    at integer not null
  ) strict;
  create index if not exists replay_at on replay (at);
  create table if not exists delivery (
    id integer primary key autoincrement,
    event text not null,
    endpoint text not null,
    state text not null,
    attempts integer not null,
    next_at integer,
    status integer,
    note text,
    created integer not null
  ) strict;
  create index if not exists delivery_state on delivery (state, next_at);
  create index if not exists delivery_event on delivery (event);
`

/** Opens or makes the file in `folder`. Throws where it can not be used. */
export function openDatabase(folder: string): Database {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const file = path.join(folder, 'stripe.sqlite')
  try {
    const db = new Database(file)
    db.exec(SETTINGS + SCHEMA)
    // Earlier versions kept prices without what finds them.
    db.exec(`
      update object set owner = 'lookup:' || json_extract(json, '$.lookup_key')
      where kind = 'price' and owner is null and json_extract(json, '$.lookup_key') is not null
    `)
    return db
  } catch (cause) {
    throw new Error(
      `The local Stripe can not use ${file}. Move it away to begin with an empty one.`,
      { cause },
    )
  }
}
