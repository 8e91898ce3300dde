/** Asks for a page again and again as one reader, and writes down what came. */
import { words } from '../door/world.ts'

/** What somebody was shown. A number is the status of an answer that is none of the others. */
export type Sight = 'full' | 'preview' | 'page' | '503' | 'no answer' | `status ${number}`

/** One answer; times are of `performance.now()`. */
export type Seen = { sight: Sight; sent: number; answered: number }

/** Who asks for what. */
export type Poll = { name: string; url: string; slug: string | null; cookie: string | null }

/** How often each asks. Nobody waits for their last answer. */
const EVERY = 100
/** A browser's reader has left by then. */
const PATIENCE = 10_000

/** Asks once. */
export async function ask({ url, slug, cookie }: Poll): Promise<Seen> {
  const sent = performance.now()
  const sight = await fetch(url, {
    redirect: 'manual',
    headers: { accept: 'text/html', ...(cookie === null ? {} : { cookie }) },
    signal: AbortSignal.timeout(PATIENCE),
  })
    .then(async (response) => readSight(response.status, await response.text(), slug))
    .catch(() => 'no answer' as const)
  return { sight, sent, answered: performance.now() }
}

function readSight(status: number, text: string, slug: string | null): Sight {
  if (status === 503 && text.includes('<h1>Back in a moment</h1>')) return '503'
  if (status !== 200) return `status ${status}`
  if (slug === null) return 'page'
  if (text.includes(beginning(words.gated(slug, 0)))) return 'full'
  return text.includes(beginning(words.preview(slug, 0))) ? 'preview' : 'page'
}

/** Whatever the version. */
const beginning = (sample: string) => sample.replace('0.', '')

/** Asks until it is told to stop; returns everything that was seen, in the order of asking. */
export function askOften(poll: Poll): { stop: () => Promise<Seen[]> } {
  const all: Promise<Seen>[] = []
  const timer = setInterval(() => void all.push(ask(poll)), EVERY)
  return {
    stop: () => {
      clearInterval(timer)
      return Promise.all(all)
    },
  }
}
