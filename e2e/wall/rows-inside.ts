/** W15–W17: what is written into the page itself. */
import { z } from 'zod'
import type { Probe, Row } from './matrix.ts'
import { structuredDataOf, unshownOf } from './page.ts'

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

/** A document is no program: no payload of React, and no script that a browser would run from the page. */
function windowState(html: string): { parts: string; complaints: string[] } {
  const scripts = [...html.matchAll(/<script\b(?![^>]*ld\+json)([^>]*)>([\s\S]*?)<\/script>/g)]
  const run = scripts.filter(
    ([, attributes = '', text = '']) =>
      text !== '' && !attributes.includes('type="speculationrules"'),
  )
  return {
    parts: scripts.map(([, , text = '']) => text).join('\n'),
    complaints: [
      ...run.map(() => 'has a script of its own'),
      ...(html.includes('__next_f') ? ['has React’s payload'] : []),
    ],
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
    sends:
      'the page; it has no chunk of React’s and runs no script of its own; what it has is searched for everybody',
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
