import { type ListeningConnection, openListener } from '#db/listen.ts'
import { SECOND } from '#lib/clock.ts'
import { log } from '#lib/log.ts'
import { type Change, readSaid } from './change.ts'
import type { Doubts } from './doubts.ts'
import type { Clock, Lease, Moment } from './lease.ts'
import type { Reach } from './reach.ts'

/** How often a beat is sent. */
const BEAT = 0.5 * SECOND
/**
 * Turns of the heart, half a second each, after which a beat without an answer means that the database
 * is out of reach. Counted, not timed: while this process stands still no turn comes, and what was
 * answered meanwhile is read before the next.
 */
const SILENT = 4
/** A connection on which a beat takes this long is given up. */
const STALLED = 5 * SECOND

/** What one instance knows while it listens, on whatever connection. */
export type Listening = {
  databaseUrl: string
  clock: Clock
  /** Its name among the listeners. */
  instance: string
  trust: Lease
  reach: Reach
  doubts: Doubts
  tell: (change: Change) => void
  /** Beats sent so far. Never the same number twice: one of a lost connection may come back on the next. */
  beats: number
  stopping: AbortSignal
}

/**
 * Listens on one connection until it is lost or stalls, or until listening is stopped. Throws when it
 * does not come about. `onTrust` is called when something can be trusted for the first time.
 */
export async function listenOnce(state: Listening, onTrust: () => void): Promise<void> {
  const over = Promise.withResolvers<void>()
  const ears = openEars(state, onTrust)
  const { databaseUrl: url, instance, stopping } = state
  state.doubts.clear()
  const connection = await openListener(url, { instance, heard: ears.heard, lost: over.resolve })
  for (const { number, change } of connection.ahead) state.doubts.add(number, change)
  ears.answerOn(connection)
  const heart = beatOn(connection, state, { begun: ears.begun, stalled: over.resolve })
  const stop = () => over.resolve()
  stopping.addEventListener('abort', stop)
  if (stopping.aborted) stop()
  await over.promise
  clearInterval(heart)
  state.trust.end()
  ears.close()
  stopping.removeEventListener('abort', stop)
  if (stopping.aborted) await leave(connection)
  await connection.close()
}

/** Takes in what is heard on one connection, in the order in which it was committed. */
function openEars(state: Listening, onTrust: () => void) {
  const begun = new Map<number, Moment>()
  let open = true
  let trusted = false
  let newest = 0
  let acknowledge: (() => void) | null = null
  const comeBack = (number: number) => {
    const moment = begun.get(number)
    begun.delete(number)
    if (moment === undefined) return
    // First whatever was committed while nobody listened.
    if (!trusted) state.tell({ kind: 'everything' })
    state.trust.renew(moment)
    if (!trusted) onTrust()
    trusted = true
  }
  const takeIn = (payload: string) => {
    const said = readSaid(payload)
    if (said.kind === 'done') return state.doubts.settle(said.number)
    if (said.kind === 'soon') state.doubts.add(said.number, said.key)
    state.tell(said.change)
    if (said.kind !== 'soon') return
    newest = said.number
    acknowledge?.()
  }
  return {
    begun,
    heard: (notice: { kind: 'beat'; number: number } | { kind: 'change'; payload: string }) => {
      if (!open) return
      if (notice.kind === 'beat') comeBack(notice.number)
      else takeIn(notice.payload)
    },
    answerOn: (connection: ListeningConnection) => {
      acknowledge = acknowledgeOn(connection, () => newest)
      if (newest > 0) acknowledge()
    },
    close: () => {
      open = false
    },
  }
}

/** One acknowledgement is on its way at a time; the next is for everything that came meanwhile. */
function acknowledgeOn(connection: ListeningConnection, newest: () => number): () => void {
  let running = false
  const run = async () => {
    running = true
    for (let said = 0; said < newest();) {
      said = newest()
      await connection.acknowledge(said)
    }
    running = false
  }
  return () => {
    // One that fails is lost with its connection, and trust with it.
    if (!running) run().catch(() => undefined)
  }
}

function beatOn(
  connection: ListeningConnection,
  state: Listening,
  { begun, stalled }: { begun: Map<number, Moment>; stalled: () => void },
): NodeJS.Timeout {
  let since: Date | null = null
  let running: Moment | null = null
  let turns = 0
  let warned = false
  const beat = async (moment: Moment) => {
    const number = ++state.beats
    begun.set(number, moment)
    begun.delete(number - 10)
    const { at, due } = await connection.beat(number, since)
    since = at
    state.reach.found()
    running = null
    for (const slug of due) state.tell({ kind: 'article', slug })
    if (due.length > 0) state.tell({ kind: 'lists' })
    if (begun.size < 4 || warned) return
    warned = true
    log().error(
      'beats are answered and do not come back: the address for listening leads to a proxy that shares connections',
    )
  }
  const tick = () => {
    state.doubts.forget()
    const moment = state.clock()
    if (running) {
      const asked = running
      // Timers come before what has been received: an answer may lie there and not be read yet.
      if (++turns >= SILENT)
        setImmediate(() => {
          if (running === asked) state.reach.missed()
        })
      if (moment.steady - running.steady > STALLED) stalled()
      return
    }
    running = moment
    turns = 0
    beat(moment).catch(stalled)
  }
  tick()
  return setInterval(tick, BEAT).unref()
}

/** What would hold up writers for two seconds if it were not said. */
async function leave(connection: ListeningConnection): Promise<void> {
  const patience = Promise.withResolvers<void>()
  const timer = setTimeout(patience.resolve, 0.5 * SECOND)
  await Promise.race([connection.leave().catch(() => undefined), patience.promise])
  clearTimeout(timer)
}
