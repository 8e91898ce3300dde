/** `npm run foldline -- …`: what the screens do, from a terminal. */
import path from 'node:path'
import { EnvironmentError } from '#lib/env.ts'
import { traceError } from '#lib/log.ts'
import { type Command, UsageError } from './commands/command.ts'
import { keepConsolePlain } from './plain-console.ts'
import { withProduct } from './stack/connect.ts'

const root = path.dirname(import.meta.dirname)

/** The commands by their first word: those of one subject are loaded when they are asked for, because all take seconds. */
const subjects: Record<string, () => Promise<Command[]>> = {
  import: async () => [(await import('./commands/import.ts')).importCommand],
  picture: async () => (await import('./commands/picture.ts')).pictureCommands,
  staff: async () => (await import('./commands/staff.ts')).staffCommands,
  reader: async () => (await import('./commands/reader.ts')).readerCommands,
  comments: async () => (await import('./commands/comments.ts')).commentCommands,
  newsletter: async () => (await import('./commands/newsletters.ts')).newsletterCommands,
  front: async () => (await import('./commands/front.ts')).frontCommands,
  maps: async () => [(await import('./commands/maps.ts')).mapsCommand],
  cards: async () => [(await import('./commands/cards.ts')).cardsCommand],
  billing: async () => [
    ...(await import('./commands/billing.ts')).billingCommands,
    (await import('./commands/price.ts')).announcePrice,
    (await import('./commands/billing-setup.ts')).setUpCommand,
  ],
  events: async () => [(await import('./commands/billing.ts')).replay],
}

keepConsolePlain()
process.exitCode = await main(process.argv.slice(2))

async function main(words: string[]): Promise<number> {
  if (words.length === 0 || words[0] === 'help' || words.includes('--help')) {
    console.log(await help())
    return words.length === 0 ? 2 : 0
  }
  const commands = await subjects[words[0] ?? '']?.()
  const command = commands?.find(({ name }) => name.every((word, place) => words[place] === word))
  if (!command) {
    console.error(`There is no command "${words.slice(0, 2).join(' ')}".\n\n${await help()}`)
    return 2
  }
  try {
    const run = command.prepare(words.slice(command.name.length))
    if (command.alone) return await run()
    return await withProduct(root, `foldline ${command.name.join(' ')}`, run)
  } catch (error) {
    return explain(error, command)
  }
}

function explain(error: unknown, command: Command): number {
  if (error instanceof UsageError) {
    console.error(`${error.message}\n\nUsage: npm run foldline -- ${command.usage}`)
    return 2
  }
  // Not the error itself: a query that failed carries its values, an article's gated part among them.
  console.error(error instanceof EnvironmentError ? String(error) : traceError(error))
  return 1
}

async function help(): Promise<string> {
  const commands = (await Promise.all(Object.values(subjects).map((load) => load()))).flat()
  const width = Math.max(...commands.map(({ usage }) => usage.length))
  const lines = commands.map(({ usage, summary }) => `  ${usage.padEnd(width)}  ${summary}`)
  return `npm run foldline -- COMMAND\n\n${lines.join('\n')}\n`
}
