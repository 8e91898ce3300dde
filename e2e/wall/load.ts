/**
 * Readers who read while the wall is tried: a process of its own, which `under-load.ts` starts. It asks
 * evenly, so many times a second, until it is told to stop, and judges every answer.
 */
import { once } from 'node:events'
import { Agent, type IncomingMessage, request } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { setTimeout as pause } from 'node:timers/promises'
import { decodeContent } from './decode.ts'

/** One page, as somebody asks for it: what must be in it, and what must not. */
export type Look = { path: string; cookie: string | null; holds: string[]; lacks: string[] }

/** What to ask for, and how often. */
export type Load = { site: string; perSecond: number; looks: Look[] }

/** How many answers came, and what was wrong with them; of many faults the first. */
export type Loaded = { answers: number; faults: string[] }

const encodings = ['identity', 'gzip', 'br', 'br, gzip']
const MOST_FAULTS = 20

/** Asks in turn for each look, in each encoding, until `stopped` says so. */
async function run({ site, perSecond, looks }: Load, stopped: AbortSignal): Promise<Loaded> {
  const agent = new Agent({ keepAlive: true, maxSockets: 16 })
  const loaded: Loaded = { answers: 0, faults: [] }
  const open = new Set<Promise<void>>()
  const start = performance.now()
  for (let sent = 0; !stopped.aborted; sent++) {
    const early = start + (sent * 1000) / perSecond - performance.now()
    if (early > 1) await pause(early)
    // Whoever cannot keep up asks less often, instead of piling questions up.
    if (open.size >= 64) await Promise.race(open)
    const look = looks[sent % looks.length]
    if (!look) throw new Error('There is nothing to look at.')
    const encoding = encodings[Math.floor(sent / looks.length) % encodings.length] ?? 'identity'
    const asked = note(ask(agent, site, look, encoding), loaded)
    open.add(asked)
    void asked.finally(() => open.delete(asked))
  }
  await Promise.all(open)
  agent.destroy()
  return loaded
}

async function note(asked: Promise<string[]>, loaded: Loaded): Promise<void> {
  try {
    const faults = await asked
    loaded.answers++
    if (loaded.faults.length < MOST_FAULTS) loaded.faults.push(...faults)
  } catch (error) {
    loaded.faults.push(String(error))
  }
}

async function ask(agent: Agent, site: string, look: Look, encoding: string): Promise<string[]> {
  const headers = {
    'accept-encoding': encoding,
    ...(look.cookie === null ? {} : { cookie: look.cookie }),
  }
  const sent = request(`${site}${look.path}`, { agent, headers }).end()
  const [answer]: IncomingMessage[] = await once(sent, 'response')
  if (!answer) return [`${look.path}: no answer`]
  const body = await buffer(answer)
  const told = `${look.path} as ${look.cookie === null ? 'a stranger' : 'a reader'} in ${encoding}`
  if (answer.statusCode !== 200) return [`${told}: status ${answer.statusCode}`]
  const page = decodeContent(answer.headers['content-encoding'] ?? '', body).toString()
  return [
    ...look.holds.filter((one) => !page.includes(one)).map((one) => `${told}: lacks ${one}`),
    ...look.lacks.filter((one) => page.includes(one)).map((one) => `${told}: HOLDS ${one}`),
  ]
}

const stopping = new AbortController()
process.once('disconnect', () => stopping.abort())
const [load]: Load[] = await once(process, 'message')
process.once('message', () => stopping.abort())
if (!load) throw new Error('Nobody has said what to ask for.')
const loaded = await run(load, stopping.signal)
if (process.connected) process.send?.(loaded, () => process.disconnect())
