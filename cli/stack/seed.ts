/** Fills an empty database with the demo publication, through the same importer as everything else. */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import { importArticle } from '#lib/articles/import/import-article.ts'
import { describeShelves, hasArticles } from '#lib/articles/shelves.ts'
import { addStaff, listStaff, staffRoles } from '#lib/newsroom/staff.ts'
import { publication } from '#lib/publication.ts'
import { appDatabase } from '#lib/runtime.ts'
import { readAreas } from './areas.ts'
import type { Progress } from './progress.ts'
import { seedComments } from './seed-comments.ts'

const shelf = z.object({ slug: z.string(), name: z.string(), description: z.string() })
/** A page of ours never leads to an address that does something else than open a page. */
const link = z.object({ name: z.string(), address: z.url({ protocol: /^https?$/ }) })
const publicationShape = z.object({
  sections: z.array(shelf),
  topics: z.array(shelf),
  regions: z.array(shelf),
  authors: z.array(shelf.extend({ role: z.string().optional(), links: z.array(link).optional() })),
})

const demoName: Record<(typeof staffRoles)[number], string> = {
  support: 'Demo support desk',
  writer: 'Demo writer',
  editor: 'Demo editor',
  admin: 'Demo administrator',
}

/** An account that somebody can sign in with, and what it is there for. */
export type DemoAccount = { email: string; who: string }

/**
 * Seeds the demo publication when there is no article yet, in whatever state. `withStaff` also adds
 * one member of staff of each role: only where their mail ends in the local inbox.
 */
export async function seedEmptyDatabase(
  root: string,
  { progress, withStaff }: { progress: Progress; withStaff: boolean },
): Promise<void> {
  const db = appDatabase()
  if (await hasArticles(db)) return
  await progress.step(
    'Demo publication',
    async () => {
      const content = path.join(root, 'content')
      const described = readFileSync(path.join(content, 'publication.yaml'), 'utf8')
      await describeShelves(db, publicationShape.parse(parse(described)))
      await placeRegions(described)
      const folder = path.join(content, 'articles')
      const files = readdirSync(folder).filter((name) => name.endsWith('.md'))
      for (const name of files) {
        const file = { name: path.join(folder, name), bytes: readFileSync(path.join(folder, name)) }
        const outcome = await importArticle(db, file, { publish: true, now: new Date() })
        if (outcome.kind === 'refused') throw new Error(`content/articles/${name}: ${outcome.why}`)
      }
      if (withStaff)
        for (const role of staffRoles)
          await addStaff(db, 'npm start', {
            email: staffAddress(role),
            name: demoName[role],
            role,
          })
      const comments = await seedComments(db, path.join(content, 'comments.yaml'))
      return { articles: files.length, comments }
    },
    ({ articles, comments }) => `${articles} articles, ${comments} comments`,
  )
}

/** Where a demo's member of staff gets mail: at the publication's own host. */
const staffAddress = (role: string) => `${role}@${publication.contactEmail.replace(/^.*@/, '')}`

/** Says where the regions are, and draws the maps of them. */
async function placeRegions(described: string): Promise<void> {
  const { stateAreas, drawRegionMaps } = await import('#lib/maps/keep.ts')
  const read = readAreas(described)
  if (read.kind === 'refused') throw new Error(`content/publication.yaml: ${read.why}`)
  await stateAreas(appDatabase(), read.areas)
  await drawRegionMaps(appDatabase())
}

/** The demo's members of staff that are there. */
export async function demoAccounts(): Promise<DemoAccount[]> {
  const staff = await listStaff(appDatabase())
  return staff
    .filter(({ email, role }) => email === staffAddress(role))
    .map(({ email, role }) => ({ email, who: `works in the newsroom, as ${role}` }))
}
