/** `npm run foldline -- …`: what the screens do, from a terminal. */
import path from 'node:path'
import { EnvironmentError } from '#lib/env.ts'
import { traceError } from '#lib/log.ts'
import { billingCommands } from './commands/billing.ts'
import { setUpCommand } from './commands/billing-setup.ts'
import { type Command, UsageError } from './commands/command.ts'
import { commentCommands } from './commands/comments.ts'
import { importCommand } from './commands/import.ts'
import { mapsCommand } from './commands/maps.ts'
import { newsletterCommands } from './commands/newsletters.ts'
import { pictureCommands } from './commands/picture.ts'
import { announcePrice } from './commands/price.ts'
import { readerCommands } from './commands/reader.ts'
import { staffCommands } from './commands/staff.ts'
import { keepConsolePlain } from './plain-console.ts'
import { withProduct } from './stack/connect.ts'

const root = path.dirname(import.meta.dirname)
const commands: Command[] = [
  importCommand,
  ...pictureCommands,
  ...staffCommands,
  ...readerCommands,
  ...commentCommands,
  ...newsletterCommands,
  mapsCommand,
  ...billingCommands,
  announcePrice,
  setUpCommand,
]

keepConsolePlain()
process.exitCode = await main(process.argv.slice(2))

async function main(words: string[]): Promise<number> {
  if (words.length === 0 || words[0] === 'help' || words.includes('--help')) {
    console.log(help())
    return words.length === 0 ? 2 : 0
  }
  const command = commands.find(({ name }) => name.every((word, place) => words[place] === word))
  if (!command) {
    console.error(`There is no command "${words.slice(0, 2).join(' ')}".\n\n${help()}`)
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

function help(): string {
  const width = Math.max(...commands.map(({ usage }) => usage.length))
  const lines = commands.map(({ usage, summary }) => `  ${usage.padEnd(width)}  ${summary}`)
  return `npm run foldline -- COMMAND\n\n${lines.join('\n')}\n`
}
