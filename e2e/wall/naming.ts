/** The files for machines that name every article of the wall. */
import type { Agent } from 'node:http'
import { expect } from '@playwright/test'
import type { Fixture } from './fixtures.ts'
import { send } from './request.ts'

/** Feeds that have all of them, and what else has. */
export const naming = {
  feeds: [
    '/feed.xml',
    '/feed.json',
    '/authors/wall-keeper/feed.xml',
    '/authors/wall-keeper/feed.json',
  ],
  /** The month in which they are dated. */
  sitemap: '/sitemaps/2026-11.xml',
  llms: '/llms.txt',
}

/** Such a file may go out once more as it was before they were published. */
export async function untilNamed(agent: Agent, fixtures: Fixture[]): Promise<void> {
  for (const path of [...naming.feeds, naming.sitemap, naming.llms])
    await expect
      .poll(async () => {
        const { body } = await send({ path }, agent)
        return fixtures.filter((article) => !body.includes(article.path)).map(({ slug }) => slug)
      })
      .toEqual([])
}
