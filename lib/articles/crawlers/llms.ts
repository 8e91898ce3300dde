import type { PublicDatabase } from '#db/client.ts'
import { latestArticles } from '#db/queries/articles.ts'
import { publication } from '#lib/publication.ts'
import { type ArticleCard, toCard } from '../card.ts'
import { readDirectory } from '../list.ts'

/** So many of the newest articles are named. */
const LENGTH = 100

/**
 * `llms.txt` (https://llmstxt.org): what can be read here without paying, for programs that look for a text to answer
 * somebody with. Headlines, standfirsts and addresses, as lists show them.
 */
export async function llmsTxt(db: PublicDatabase, siteUrl: URL): Promise<string> {
  const [lines, { sections }] = await Promise.all([
    latestArticles(db, { limit: LENGTH, offset: 0 }),
    readDirectory(db),
  ])
  const cards = lines.map((line) => toCard(line))
  const free = cards.filter(({ accessLevel }) => accessLevel === 'free')
  const cut = cards.filter(({ accessLevel }) => accessLevel !== 'free')
  const at = (path: string) => new URL(path, siteUrl).href
  const article = ({ slug, headline, standfirst }: ArticleCard) =>
    link(headline, at(`/articles/${slug}`), standfirst)
  return [
    `# ${escapeMarkdown(publication.name)}`,
    `> ${escapeMarkdown(publication.description)}`,
    `What may be done with it is written in ${at('/license.xml')}. Articles are cut at a marker: what follows it is sent to subscribers alone.`,
    ...part('Free to read', free.map(article)),
    ...part('Previews', cut.map(article)),
    ...part(
      'Sections',
      sections.map(({ slug, name }) => link(name, at(`/sections/${slug}`))),
    ),
    ...part('Optional', [
      link('Feed (RSS)', at('/feed.xml')),
      link('Feed (JSON)', at('/feed.json')),
      link('Sitemap', at('/sitemap.xml')),
      link('Subscribe', at('/subscribe')),
    ]),
    '',
  ].join('\n\n')
}

function part(title: string, links: string[]): string[] {
  return links.length === 0 ? [] : [`## ${title}`, links.join('\n')]
}

function link(name: string, url: string, said?: string): string {
  return `- [${escapeMarkdown(name)}](${url})${said ? `: ${escapeMarkdown(said)}` : ''}`
}

/** Text of one line that means nothing else in Markdown, and no HTML either. */
export function escapeMarkdown(text: string): string {
  return text
    .replaceAll(/\s+/g, ' ')
    .trim()
    .replaceAll(/[\\`*_[\]<>&#|~!]/g, String.raw`\$&`)
}
