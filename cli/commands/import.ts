import path from 'node:path'
import { callersFolder } from '#lib/env.ts'
import { openStorage } from '#lib/pictures/storage.ts'
import { appDatabase, environment } from '#lib/runtime.ts'
import { importFiles } from '../import.ts'
import { type Command, readWords } from './command.ts'

export const importCommand: Command = {
  name: ['import'],
  usage: 'import FILE… [--publish] [--json] [--no-fetch]',
  summary: 'imports articles from HTML, Markdown or plain text, with their pictures',
  prepare: (words) => {
    const { values, positionals } = readWords(words, {
      options: {
        publish: { type: 'boolean' },
        json: { type: 'boolean' },
        'no-fetch': { type: 'boolean' },
      },
      least: 1,
      most: 1000,
    })
    const files = positionals.map((file) => path.resolve(callersFolder(), file))
    return () =>
      importFiles(
        appDatabase(),
        files,
        {
          publish: values.publish ?? false,
          json: values.json ?? false,
          now: new Date(),
          storage: openStorage(environment().pictures),
          fetch: !values['no-fetch'],
        },
        { out: (line) => console.log(line), err: (line) => console.error(line) },
      )
  },
}
