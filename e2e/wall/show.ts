/** Shows what was sent and what came, for whoever looks at one row (`npm run wall -- --only W37`). */
import type { Bytes } from './oracle.ts'
import type { Ask } from './request.ts'

const shows =
  // oxlint-disable-next-line node/no-process-env -- set by that command
  process.env.FOLDLINE_WALL_SHOW === '1'

/** So much of a page is enough to see which it is. */
const MOST = 600

type Shown = {
  ask: Ask
  answer: Bytes & { status: number }
  /** The body, as whoever asked can read it. */
  text: string
  leaks: string[]
  complaints: string[]
}

/** Prints one request with its answer and what is wrong with it, if anybody wants to see. */
export function show({ ask, answer, text, leaks, complaints }: Shown): void {
  if (!shows) return
  const lines = [
    `> ${ask.method ?? 'GET'} ${ask.path}`,
    ...(ask.headers ?? []).map(([name, value]) => `> ${name}: ${value}`),
    ...(ask.body === undefined ? [] : [`> ${ask.body.toString().slice(0, MOST)}`]),
    `< ${answer.status}`,
    ...answer.headers.map(([name, value]) => `< ${name}: ${value}`),
    text.length > MOST ? `${text.slice(0, MOST)} … (${text.length} characters)` : text,
    ...(leaks.length + complaints.length === 0 ? ['= nothing is wrong with it'] : []),
    ...leaks.map((one) => `= LEAK ${one}`),
    ...complaints.map((one) => `= ${one}`),
  ]
  console.log(`\n${lines.join('\n')}`)
}
