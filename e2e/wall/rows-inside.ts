/** W15–W17: what is written into the page itself. */
import { z } from 'zod'
import type { Probe, Row } from './matrix.ts'
import { flightOf, structuredDataOf, unshownOf } from './page.ts'

const newsArticle = z.looseObject({
  '@type': z.literal('NewsArticle'),
  isAccessibleForFree: z.boolean(),
  hasPart: z
    .looseObject({ isAccessibleForFree: z.literal(false), cssSelector: z.string() })
    .optional(),
})

/** The data for search engines says what is free and holds no text, whoever asks. */
function structuredData(free: boolean): NonNullable<Probe['inside']> {
  return (html) => {
    const found = structuredDataOf(html)
    const article = newsArticle.safeParse(found[0])
    const parts = JSON.stringify(found)
    if (!article.success) return { parts, complaints: ['has no NewsArticle that can be parsed'] }
    const { data } = article
    return {
      parts,
      complaints: [
        ...('articleBody' in data ? ['has an articleBody'] : []),
        ...(data.isAccessibleForFree === free ? [] : ['does not say truly whether it is free']),
        ...((data.hasPart === undefined) === free ? [] : ['does not say which part is not free']),
      ],
    }
  }
}

/** The window's own state; React's payload is the page again, so it is judged as the page is. */
function windowState(html: string): { parts: string; complaints: string[] } {
  const scripts = [...html.matchAll(/<script\b(?![^>]*ld\+json)[^>]*>([\s\S]*?)<\/script>/g)]
  const own = scripts.map(([, text = '']) => text).filter((text) => !text.includes('__next_f.push'))
  return {
    parts: own.join('\n'),
    complaints:
      flightOf(html).length > 1000 ? [] : ['has no React payload: this row looks at nothing'],
  }
}

export const insideRows: Row[] = [
  {
    number: 'W15',
    title: 'JSON-LD',
    sends: 'the page; its structured data is parsed and searched, also a subscriber’s',
    probes: ({ fixtures }) =>
      fixtures.map((article) => ({
        article,
        path: article.path,
        expect: 'page',
        inside: structuredData(article.level === 'free'),
      })),
  },
  {
    number: 'W16',
    title: 'flight chunks and window state',
    sends: 'the page; React’s chunks are joined, other scripts are searched for everybody',
    probes: ({ fixtures }) =>
      fixtures.map((article) => ({
        article,
        path: article.path,
        expect: 'page',
        inside: windowState,
      })),
  },
  {
    number: 'W17',
    title: 'what a page does not show',
    sends:
      'the page; meta, Open Graph, preload, `data-`, comments, template, noscript, hidden elements',
    probes: ({ fixtures }) =>
      fixtures.map((article) => ({
        article,
        path: article.path,
        expect: 'page',
        inside: (html) => {
          const parts = unshownOf(html)
          return { parts, complaints: parts.includes('og:title') ? [] : ['has no og:title'] }
        },
      })),
  },
]
