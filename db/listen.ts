import postgres from 'postgres'
import { loginFor } from './client.ts'

/** What a listening connection hears. */
export type Notice =
  /** A payload of `foldline_changes`, as `db/migrations/0006_changes.sql` describes them. */
  | { kind: 'change'; payload: string }
  /** A beat of our own has come back. Every change that was committed before it has been heard. */
  | { kind: 'beat'; number: number }

type Hearing = {
  /** Of this instance, the same on every connection it opens. */
  instance: string
  heard: (notice: Notice) => void
  /** Called once, when the connection is gone; nothing is heard on it any more. */
  lost: () => void
}

/** An announcement of a change that is about to be committed. */
export type Announced = { number: number; change: string }

/** One connection that listens, as `foldline_app`. Each function fails when it is gone. */
export type ListeningConnection = {
  /** What was announced in the seconds before it began to listen. */
  ahead: Announced[]
  /** Sends a beat. Returns PostgreSQL's time, and articles whose day came after `since`. */
  beat: (number: number, since: Date | null) => Promise<{ at: Date; due: string[] }>
  /** Says that this announcement and all before it have been taken in. */
  acknowledge: (announcement: number) => Promise<void>
  /** Says that this instance believes nothing it keeps any more, so that no writer waits for it. */
  leave: () => Promise<void>
  close: () => Promise<void>
}

/**
 * Begins to listen at this address. Throws when it cannot within a few seconds. The address must lead
 * to PostgreSQL or to a proxy that keeps one connection for one client: where statements are spread
 * over several, beats do not come back.
 */
export async function openListener(url: string, hearing: Hearing): Promise<ListeningConnection> {
  const { sql, ended } = connect(loginFor(url, 'foldline_app'), hearing)
  try {
    // As text: what is heard is read by postgres.js whatever it was that asked for it.
    await sql.unsafe(`listen foldline_changes; listen "${beatChannel(hearing.instance)}"`)
    const ahead = await sql<Announced[]>`
      select number::float8, change from join_listeners(${hearing.instance})`
    return { ahead: [...ahead], ...statements(sql, hearing.instance), close: ended }
  } catch (error) {
    await ended()
    throw error
  }
}

const beatChannel = (instance: string) => `foldline_beat_${instance}`

function connect(url: string, { instance, heard, lost }: Hearing) {
  let open = true
  const end = (tell: () => void) => {
    if (!open) return
    open = false
    tell()
  }
  const options = {
    max: 1,
    connect_timeout: 3,
    // Open for as long as the instance runs; both are on by default.
    idle_timeout: 0,
    max_lifetime: null,
    fetch_types: false,
    onnotice: () => undefined,
    connection: { application_name: 'foldline changes' },
    // `sql.listen` of postgres.js hides its connection, so that nothing else can be asked on it, and
    // goes on with another when it is lost. These two it uses for that itself.
    onnotify: (channel: string, payload: string) => {
      if (!open) return
      if (channel === beatChannel(instance)) heard({ kind: 'beat', number: Number(payload) })
      else heard({ kind: 'change', payload })
    },
    onclose: () => end(lost),
  }
  const sql = postgres(url, options)
  const ended = async () => {
    end(() => undefined)
    await sql.end({ timeout: 0 })
  }
  return { sql, ended }
}

type Beaten = { at: Date; due: string[] }

function statements(
  sql: postgres.Sql,
  instance: string,
): Pick<ListeningConnection, 'beat' | 'acknowledge' | 'leave'> {
  return {
    beat: async (number, since) => {
      const [beaten] = await sql<Beaten[]>`
        select at, to_json(due) as due from beat_as_listener(${instance}, ${number}, ${since})`
      if (!beaten) throw new Error('PostgreSQL returned no row for a beat.')
      return beaten
    },
    acknowledge: async (announcement) => {
      await sql`select acknowledge_announcement(${instance}, ${announcement})`
    },
    leave: async () => {
      await sql`delete from change_listener where id = ${instance}`
    },
  }
}
