import path from 'node:path'
import { callersFolder, type Environment } from '#lib/env.ts'
import { discardPicture, keepPicture, listKeptPictures } from '#lib/newsroom/pictures.ts'
import { fetchPicture } from '#lib/pictures/fetch.ts'
import { openStorage } from '#lib/pictures/storage.ts'
import { fileNameOf } from '#lib/pictures/take.ts'
import { appDatabase, environment } from '#lib/runtime.ts'
import { readPictureFile } from '../open-picture.ts'
import { operator } from './address.ts'
import { type Command, readWords, UsageError } from './command.ts'

const storageOf = ({ pictures }: Environment) => openStorage(pictures)

const add: Command = {
  name: ['picture', 'add'],
  usage: 'picture add FILE|ADDRESS --alt WORDS [--caption WORDS] [--credit WORDS] [--json]',
  summary: 'keeps a picture, and says how an article names it',
  prepare: (words) => {
    const { values, positionals } = readWords(words, {
      options: {
        alt: { type: 'string' },
        caption: { type: 'string' },
        credit: { type: 'string' },
        json: { type: 'boolean' },
      },
      least: 1,
      most: 1,
    })
    const [named = ''] = positionals
    const { alt = '', caption = null, credit = null } = values
    if (alt.trim() === '') throw new UsageError('--alt is missing: say what the picture shows.')
    const isAddress = /^https?:/i.test(named)
    const file = isAddress ? null : readPictureFile(path.resolve(callersFolder(), named))
    if (file?.kind === 'left') throw new UsageError(`${named}: ${file.why}`)
    return async () => {
      const kept = await keepPicture(
        appDatabase(),
        storageOf(environment()),
        operator,
        { alt, caption, credit, source: isAddress ? named : null, fileName: fileNameOf(named) },
        async () =>
          file ? { kind: 'fetched', bytes: Buffer.from(file.bytes) } : fetchPicture(named),
      )
      if (kept.kind === 'refused') {
        console.error(`${named}: refused, nothing was kept. ${kept.why}`)
        return 1
      }
      const { picture, added } = kept
      if (values.json) console.log(JSON.stringify({ added, ...picture }, null, 2))
      else
        console.log(
          `${picture.src}  ${picture.width} × ${picture.height}${added ? '' : '  (was kept already)'}`,
        )
      return 0
    }
  },
}

const list: Command = {
  name: ['picture', 'list'],
  usage: 'picture list [--find WORDS] [--page N] [--json]',
  summary:
    'shows the pictures that are kept, or those of which these words are said, the newest first',
  prepare: (words) => {
    const { values } = readWords(words, {
      options: { find: { type: 'string' }, page: { type: 'string' }, json: { type: 'boolean' } },
      least: 0,
      most: 0,
    })
    const page = Number(values.page ?? 1)
    if (!Number.isInteger(page) || page < 1)
      throw new UsageError('--page must be a number, from 1.')
    return async () => {
      const search = values.find ?? ''
      const shown = await listKeptPictures(appDatabase(), { search, page })
      const { pictures, pages } = shown ?? { pictures: [], pages: 0 }
      if (values.json) console.log(JSON.stringify(pictures, null, 2))
      else
        for (const { id, src, alt, uses } of pictures)
          console.log(`${id}  ${src}  ${uses === 1 ? '1 article' : `${uses} articles`}  ${alt}`)
      if (page < pages) console.error(`There are more: --page ${page + 1}`)
      return 0
    }
  },
}

const remove: Command = {
  name: ['picture', 'delete'],
  usage: 'picture delete ID',
  summary: 'deletes a picture that no article shows',
  prepare: (words) => {
    const { positionals } = readWords(words, { options: {}, least: 1, most: 1 })
    const [id = ''] = positionals
    if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id))
      throw new UsageError(`"${id}" is no id of a picture; "picture list" shows them.`)
    return async () => {
      const storage = storageOf(environment())
      const outcome = await discardPicture(appDatabase(), storage, operator, id)
      if (outcome === 'deleted') console.log('The picture and its files are deleted.')
      else
        console.error(outcome === 'used' ? 'An article shows it, so it stays.' : 'There is none.')
      return outcome === 'deleted' ? 0 : 1
    }
  },
}

export const pictureCommands: Command[] = [add, list, remove]
