import { format } from 'node:util'
import { printable } from '#lib/plain-line.ts'

/** What may stand in the output of a command: the ends of its lines, and what aligns them. */
const LAYOUT = '\n\t'

/**
 * Lets commands print what people typed (names, headlines, searches, what a server answered) without its moving the
 * cursor, clearing the screen or setting the title of the window. For the terminal alone.
 */
export function keepConsolePlain(): void {
  for (const method of ['log', 'error'] as const) {
    const print = console[method].bind(console)
    console[method] = (...said: unknown[]) => print(printable(format(...said), LAYOUT))
  }
}

/** One line: what breaks it would begin another, that looks like one of ours. */
export const oneLine = (text: string) => printable(text)
