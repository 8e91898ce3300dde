import { beforeAll, expect, test } from 'vitest'
import { useTestDatabase } from '#db/testing/database.ts'
import { ensureShelf } from '#db/queries/writing.ts'
import { readMapFile } from './file.ts'
import { drawRegionMaps, stateAreas } from './keep.ts'

const database = useTestDatabase()

const draw = async () => {
  const drawn = await drawRegionMaps(database.app)
  return Object.fromEntries(drawn.map(({ slug, map }) => [slug, map?.hash ?? null]))
}

beforeAll(async () => {
  await ensureShelf(database.app, 'region', { slug: 'ice', name: 'Ice' })
  await ensureShelf(database.app, 'region', { slug: 'nowhere', name: 'Nowhere' })
})

test('the map of a region is read by its name, as everybody, until another is drawn', async () => {
  expect(await draw()).toEqual({ ice: null, nowhere: null })
  const unknown = await stateAreas(database.app, [
    { slug: 'ice', area: { countries: ['IS'] } },
    { slug: 'lost', area: { countries: ['NL'] } },
  ])
  expect(unknown).toEqual(['lost'])
  const first = await draw()
  expect(first).toEqual({ ice: expect.stringMatching(/^[0-9a-f]{32}$/), nowhere: null })
  expect(await readMapFile(database.public, `${first.ice}.svg`)).toMatch(
    /^<svg .*Iceland.*<\/svg>$/,
  )
  expect(await draw()).toEqual(first)

  await stateAreas(database.app, [{ slug: 'ice', area: { countries: ['IS', 'GL'] } }])
  const second = await draw()
  expect(second.ice).not.toBe(first.ice)
  expect(await readMapFile(database.public, `${first.ice}.svg`)).toBeNull()

  await stateAreas(database.app, [{ slug: 'ice', area: null }])
  expect(await draw()).toEqual({ ice: null, nowhere: null })
  expect(await readMapFile(database.public, `${second.ice}.svg`)).toBeNull()
})

test.each(['none.svg', `${'0'.repeat(32)}.png`, `${'0'.repeat(32)}.svg`, '../x'])(
  'there is no map at %s',
  async (file) => {
    expect(await readMapFile(database.public, file)).toBeNull()
  },
)
