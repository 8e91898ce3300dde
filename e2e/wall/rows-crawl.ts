/** W54: every page that can be reached, and every form on it, as everybody. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { builtActions } from '../support/actions.ts'
import { crawl, type FoundForm } from './crawl.ts'
import { type Beginnings, beginnings } from './crawl-begins.ts'
import { personOf } from './person.ts'
import { formTable } from './form-table.ts'
import { classify, filesThatLieReady } from './known.ts'
import { fromElsewhere } from './from-elsewhere.ts'
import type { Judgement, Wall } from './matrix.ts'
import { several } from './request.ts'
import { changesBetween, standingOf, untilSettled } from './standing.ts'
import type { Line } from './tally.ts'
import type { State, Viewer } from './viewers.ts'

export const crawlLine: Line = {
  number: 'W54',
  title: 'every link and form',
  sends:
    'every address that the routes of the build, their pages, files, feeds, mails and redirects name, until nothing new is found, by a stranger and a subscriber; by everybody else all of one’s own and of the newsroom, and twelve of each kind that all see alike; every form on them as another site would send it. Nothing that a person has changes by it',
}

/** Who looks everywhere: those whose pages differ. */
export const crawlStates = [
  ...(['anonymous', 'reader', 'subscriber', 'lapsed', 'ending'] as const),
  ...(['support', 'writer', 'editor', 'admin'] as const),
] satisfies State[]

/** Who looks at every page of a kind: who may read least, and who may read most. */
const thorough: State[] = ['anonymous', 'subscriber']

/** Follows everything as this viewer, and sends every form that was found as another site would. */
export async function crawlAs(wall: Wall, viewer: Viewer, folder: string): Promise<Judgement[]> {
  const begins = await beginnings(viewer)
  try {
    return await crawlFrom(begins, { wall, viewer, folder })
  } finally {
    await begins.end()
  }
}

type Crawling = { wall: Wall; viewer: Viewer; folder: string }

async function crawlFrom(
  begins: Beginnings,
  { wall, viewer, folder }: Crawling,
): Promise<Judgement[]> {
  await untilSettled([await personOf(viewer), begins.victim])
  const before = await standingsOf(viewer, begins)
  const crawls = []
  for (const { as, begin } of begins.as)
    crawls.push(
      await crawl(wall, as, {
        begin,
        follows: begins.follows,
        isThorough: thorough.includes(viewer.state),
      }),
    )
  const between = await standingsOf(viewer, begins)
  const forms = crawls.flatMap((one) => one.forms)
  const posted = oncePerAction(forms)
  const refused = await several(posted, 4, (form) => fromElsewhere(wall, viewer, form))
  const after = await standingsOf(viewer, begins)
  note(
    folder,
    viewer.state,
    crawls.flatMap(({ texts }) => texts),
    forms,
  )
  return [
    ...crawls.flatMap(({ judged }) => judged),
    ...refused.flat(),
    said(
      [
        ...crawls.flatMap(({ left }) => left.map((one) => `was not followed: ${one}`)),
        ...unknownForms(forms),
        ...changesBetween(before, between).map((one) => `by being read, ${one}`),
        ...changesBetween(between, after).map((one) => `by a form from elsewhere, ${one}`),
      ].map((one) => `${viewer.state}: ${one}`),
    ),
  ]
}

/** What is wrong with all of it together, and no one answer's fault. */
const said = (complaints: string[]): Judgement => ({
  bytes: 0,
  held: false,
  leaks: [],
  complaints,
  port: null,
})

/** All that is held of whoever looks, and of whom they look at. That staff looked is written down, and must be. */
async function standingsOf(viewer: Viewer, { victim }: Beginnings) {
  const own = await personOf(viewer)
  const isStaff = victim !== null
  return {
    ...(own === null ? {} : await standingOf(own, isStaff ? ['audit_entry'] : [])),
    ...(victim === null
      ? {}
      : Object.fromEntries(
          Object.entries(await standingOf(victim, ['audit_entry'])).map(([name, rows]) => [
            `of whom they look at, ${name}`,
            rows,
          ]),
        )),
  }
}

const nameOf = (form: FoundForm): string => {
  const names = new Map([...builtActions()].map(([name, id]) => [id, name]))
  if (form.action !== null) return names.get(form.action) ?? `an action ${form.action}`
  const route = classify(form.target, filesThatLieReady())?.route ?? form.target.pathname
  return `${form.method} ${route}`
}

function unknownForms(forms: FoundForm[]): string[] {
  return forms
    .filter((form) => !formTable[nameOf(form)]?.includes(form.route))
    .map((form) => `nobody classified the form “${nameOf(form)}” of ${form.page}`)
}

const oncePerAction = (forms: FoundForm[]) => [
  ...new Map(
    forms
      .filter(({ method }) => method === 'POST')
      .map((form) => [`${nameOf(form)} ${form.route}`, form]),
  ).values(),
]

const noted = z.array(z.object({ name: z.string(), route: z.string() }))

/** Keeps which forms somebody was shown, and which actions the scripts of their pages name. */
function note(folder: string, state: State, texts: string[], forms: FoundForm[]): void {
  const named = [...builtActions()].filter(([, id]) => texts.some((text) => text.includes(id)))
  const all = [
    ...forms.map((form) => ({ name: nameOf(form), route: form.route })),
    ...named.map(([name]) => ({ name, route: 'a script' })),
  ]
  mkdirSync(folder, { recursive: true })
  writeFileSync(path.join(folder, `${state}.json`), JSON.stringify(all))
}

/** What the table of forms says and nobody was offered, and what the build or a page has and the table does not. */
export function offeredAndKnown(folder: string): { offered: string[]; known: string[] } {
  const seen = readdirSync(folder).flatMap((name) =>
    noted.parse(JSON.parse(readFileSync(path.join(folder, name), 'utf8'))),
  )
  const inScripts = seen.filter(({ route }) => route === 'a script').map(({ name }) => name)
  const offered = seen
    .filter(({ route }) => route !== 'a script')
    .map(({ name, route }) => `${name} at ${route}`)
  const known = Object.entries(formTable).flatMap(([name, at]) =>
    at.map((route) => `${name} at ${route}`),
  )
  const unlisted = [...builtActions().keys(), ...inScripts]
    .filter((name) => formTable[name] === undefined)
    .map((name) => `${name}, an action of the build`)
  return {
    offered: [...new Set([...offered, ...unlisted])].toSorted(),
    known: known.toSorted(),
  }
}
