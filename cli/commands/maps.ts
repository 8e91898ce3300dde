import { readFileSync } from 'node:fs'
import path from 'node:path'
import { callersFolder } from '#lib/env.ts'
import { drawRegionMaps, stateAreas } from '#lib/maps/keep.ts'
import { appDatabase } from '#lib/runtime.ts'
import { readAreas } from '../stack/areas.ts'
import { type Command, readWords, UsageError } from './command.ts'

/** Says where regions are, and draws their maps. */
export const mapsCommand: Command = {
  name: ['maps'],
  usage: 'maps [FILE]',
  summary: 'draws the locator maps anew; FILE (as content/publication.yaml) says where regions are',
  prepare: (words) => {
    const { positionals } = readWords(words, { options: {}, least: 0, most: 1 })
    const [file] = positionals
    const areas = file === undefined ? [] : areasIn(file)
    return async () => {
      const unknown = await stateAreas(appDatabase(), areas)
      for (const slug of unknown) console.error(`There is no region ${slug}: left out.`)
      for (const { slug, map } of await drawRegionMaps(appDatabase()))
        console.log(
          `${slug}  ${map ? `/maps/${map.hash}.svg  ${map.bytes} bytes` : 'no map: it has no area'}`,
        )
      return unknown.length === 0 ? 0 : 1
    }
  },
}

function areasIn(file: string) {
  const read = readAreas(textOf(file))
  if (read.kind === 'refused') throw new UsageError(`${file}: ${read.why}`)
  return read.areas
}

function textOf(file: string): string {
  try {
    return readFileSync(path.resolve(callersFolder(), file), 'utf8')
  } catch {
    throw new UsageError(`${file} cannot be read.`)
  }
}
