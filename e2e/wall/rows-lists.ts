/** W38 and W39: what is said of an article elsewhere, and its pictures. */
import { parse } from 'node:path/posix'
import type { Probe, Row } from './matrix.ts'
import type { Answer } from './request.ts'
import { pathsOf } from './routes.ts'
import { keptPictureProbes } from './rows-kept-pictures.ts'

/** The lists on which every article of the wall stands. */
const shelves = [
  '/authors/wall-keeper',
  '/sections/work',
  '/topics/measurement',
  '/regions/north-sea',
]
const pages = [1, 2, 3, 4]

/** The parts of an article's page that are about others. */
function about(html: string): { parts: string; complaints: string[] } {
  const at = html.search(/<h2 id="related"|<h2 id="latest"/)
  const parts = at === -1 ? '' : html.slice(at)
  return { parts, complaints: parts.includes('href="/articles/') ? [] : ['leads to no article'] }
}

/** An error, or the way to the same address in another spelling. */
const isNoPicture = ({ status }: Answer) =>
  status === 308 || status >= 400 ? [] : [`answered ${status}`]

/** Addresses at which others draw a picture of an article, or hand one on. */
const drawings = [
  '/opengraph-image',
  '/opengraph-image.png',
  '/opengraph-image/0',
  '/twitter-image',
  '/twitter-image.png',
  '/og.png',
  '/og',
  '/image',
  '/thumbnail.jpg',
  '.png',
  '.jpg',
]

export const listRows: Row[] = [
  {
    number: 'W38',
    title: 'cards and lists',
    sends:
      'every list of the build and the first pages of those on which the articles stand; of each article’s page what it says of others. The same for all',
    probes: ({ fixtures }) => [
      ...pathsOf('site').map((path): Probe => ({ path, expect: 'public' })),
      ...['', ...shelves].flatMap((path) =>
        pages.map((page): Probe => ({ path: `${path}/?page=${page}`, expect: 'public' })),
      ),
      {
        path: '/authors/wall-keeper',
        expect: 'public',
        check: ({ body }) =>
          fixtures.filter(({ path }) => !body.includes(path)).map(({ path }) => `lacks ${path}`),
      },
      ...fixtures.map((article): Probe => ({
        article,
        path: article.path,
        expect: 'page',
        inside: about,
      })),
    ],
  },
  {
    number: 'W39',
    title: 'pictures',
    sends:
      'pictures that others draw of an article; a gated picture through `/_next/image` and its relatives; one that is kept here, at its own address in many ways and at others',
    probes: async (wall, viewer) => [
      ...(await keptPictureProbes(wall, viewer)),
      ...wall.fixtures
        .filter(({ level }) => level !== 'free')
        .flatMap(({ path, slug, pictures }): Probe[] => [
          ...drawings.map((ending) => ({ path: `${path}${ending}` })),
          ...['/api/og', '/og'].map((one) => ({ path: `${one}?slug=${slug}` })),
          ...pictures.flatMap(passedOn),
        ])
        .map((probe): Probe => ({ ...probe, expect: 'public', check: isNoPicture })),
    ],
  },
]

/** A picture from elsewhere, asked for through this site. The page that says no repeats its address. */
function passedOn(picture: string): Probe[] {
  const { pathname } = new URL(picture)
  const url = encodeURIComponent(picture)
  return [
    `/_next/image?url=${url}&w=640&q=75`,
    `/_next/image?url=${encodeURIComponent(pathname)}&w=640&q=75`,
    `/_next/image/?url=${url}&w=1&q=1`,
    `/_ipx/w_640/${picture}`,
    `/cdn-cgi/image/width=640/${picture}`,
    `/api/image?url=${url}`,
    `/image?url=${url}`,
    `/pictures${pathname}`,
  ].map((path) => ({ path, said: parse(pathname).name }))
}
