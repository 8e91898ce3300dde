/**
 * The mails on disk: one SQLite file. A mail is in it, whole, before the sender hears "250", so a
 * `kill -9` loses none; ids grow and are never used twice, not even after everything was deleted.
 */
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { z } from 'zod'

/** What the list shows, without opening the mail itself. `sender` and `recipients` are the envelope's. */
export type Summary = {
  id: number
  received: Date
  sender: string
  recipients: string[]
  /** The From header as people read it. */
  from: string
  subject: string
  /** Bytes. */
  size: number
}

export type StoredMail = Summary & { raw: Buffer }
type NewMail = Omit<StoredMail, 'id' | 'size'>

/** Mails newer than `after`, to exactly `to`, to an address with `containing` in it. */
export type Filter = { after?: number; to?: string; containing?: string }

export type MailStore = {
  add: (mail: NewMail) => void
  /** Newest first. */
  list: (filter: Filter) => Summary[]
  read: (id: number) => StoredMail | null
  /** The highest id ever given out; 0 before the first mail. */
  latest: () => number
  deleteAll: () => void
  /** Calls `listener` after each `add`; the answer ends that. */
  onArrival: (listener: () => void) => () => void
  close: () => void
}

export const KEPT = 500

const SUMMARY = 'id, received, sender, recipients, "from", subject, length(raw) as size'

const summaryRow = z.object({
  id: z.number(),
  received: z.number().transform((ms) => new Date(ms)),
  sender: z.string(),
  recipients: z.string().transform((json) => z.array(z.string()).parse(JSON.parse(json))),
  from: z.string(),
  subject: z.string(),
  size: z.number(),
})
const mailRow = summaryRow.extend({
  raw: z.instanceof(Uint8Array).transform((bytes) => Buffer.from(bytes)),
})
const latestRow = z.object({ seq: z.number() })

/** Opens the mails of `folder`. Throws where it can not be written to. */
export function openStore(folder: string): MailStore {
  const db = openDatabase(folder)
  const listeners = new Set<() => void>()
  const all = (tail: string, values: Record<string, SQLInputValue>) =>
    db
      .prepare(`select ${SUMMARY} from mail ${tail}`)
      .all(values)
      .map((row) => summaryRow.parse(row))

  return {
    add: (mail) => {
      insert(db, mail)
      for (const listener of listeners) listener()
    },
    list: ({ after, to, containing }) =>
      all(
        `where id > :after
           and (:to is null or exists (select 1 from json_each(recipients) where value = :to))
           and (:part is null or exists (select 1 from json_each(recipients) where instr(value, :part)))
         order by id desc`,
        {
          after: after ?? 0,
          to: to?.toLowerCase() ?? null,
          part: containing?.toLowerCase() ?? null,
        },
      ),
    read: (id) => {
      const row = db.prepare(`select ${SUMMARY}, raw from mail where id = ?`).get(id)
      return row ? mailRow.parse(row) : null
    },
    latest: () => {
      const row = db.prepare(`select seq from sqlite_sequence where name = 'mail'`).get()
      return row ? latestRow.parse(row).seq : 0
    },
    // What was deleted shall not linger in free pages: mails hold links that sign people in.
    deleteAll: () => db.exec('delete from mail; vacuum; pragma wal_checkpoint(truncate)'),
    onArrival: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close: () => db.close(),
  }
}

function openDatabase(folder: string): DatabaseSync {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const file = path.join(folder, 'mails.sqlite')
  try {
    const db = new DatabaseSync(file)
    db.exec(`
      pragma journal_mode = wal;
      pragma synchronous = full;
      pragma busy_timeout = 5000;
      create table if not exists mail (
        id integer primary key autoincrement,
        received integer not null,
        sender text not null,
        recipients text not null,
        "from" text not null,
        subject text not null,
        raw blob not null
      ) strict;
    `)
    return db
  } catch (cause) {
    throw new Error(
      `The local inbox can not use ${file}. Move it away to begin with an empty one.`,
      {
        cause,
      },
    )
  }
}

/** The new mail comes and the oldest goes in one transaction. */
function insert(db: DatabaseSync, mail: NewMail): void {
  const recipients = mail.recipients.map((address) => address.toLowerCase())
  db.exec('begin immediate')
  try {
    db.prepare(
      `insert into mail (received, sender, recipients, "from", subject, raw) values (?, ?, ?, ?, ?, ?)`,
    ).run(
      mail.received.getTime(),
      mail.sender,
      JSON.stringify(recipients),
      mail.from,
      mail.subject,
      mail.raw,
    )
    db.prepare(
      'delete from mail where id <= (select id from mail order by id desc limit 1 offset ?)',
    ).run(KEPT)
    db.exec('commit')
  } catch (cause) {
    db.exec('rollback')
    throw cause
  }
}
