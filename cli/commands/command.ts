import { parseArgs, type ParseArgsConfig } from 'node:util'

/** A command at the terminal. */
export type Command = {
  /** The words that name it, such as `reader status`. */
  name: string[]
  usage: string
  summary: string
  /** Works without database and site; nothing is started for it. */
  alone?: boolean
  /**
   * Checks the words after the name and returns the work, whose result is the exit code. Throws
   * `UsageError` before anything is started.
   */
  prepare: (words: string[]) => () => Promise<number>
}

/** The words of a command do not fit it. The message says which, and what to do. */
export class UsageError extends Error {
  override name = 'UsageError'
}

type Options = NonNullable<ParseArgsConfig['options']>

/** Splits words into options and the rest, of which there must be from `least` to `most`. */
export function readWords<O extends Options>(
  words: string[],
  wanted: { options: O; least: number; most: number },
) {
  const { values, positionals } = parse(words, wanted.options)
  if (positionals.length < wanted.least) throw new UsageError('Something is missing.')
  const [extra] = positionals.slice(wanted.most)
  if (extra !== undefined) throw new UsageError(`"${extra}" is one word too many.`)
  return { values, positionals }
}

function parse<O extends Options>(args: string[], options: O) {
  try {
    return parseArgs({ args, options, allowPositionals: true, strict: true })
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error), { cause: error })
  }
}
