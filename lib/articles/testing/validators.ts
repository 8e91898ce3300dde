/** What is written for machines, as those see it who did not write it: libxml2, parsers and validators of others. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import Validator from '@adobe/structured-data-validator'
import { Ajv } from 'ajv'
import { validateXML } from 'xmllint-wasm'
import { jsonFeed, newsSitemap, rsl, rss, siteIndex } from './schemas.ts'

const ownFolder = (name: string) =>
  path.dirname(createRequire(import.meta.url).resolve(`${name}/package.json`))

const grammars = { siteIndex, newsSitemap, rss, rsl }

/** What is wrong with a document by its grammar; `sitemap` is judged by the schema that the npm package of that name brings. */
export async function xmlFaults(
  xml: string,
  kind: keyof typeof grammars | 'sitemap',
): Promise<string[]> {
  const schema =
    kind === 'sitemap'
      ? readFileSync(path.join(ownFolder('sitemap'), 'schema/sitemap.xsd'), 'utf8')
      : grammars[kind]
  const { errors } = await validateXML({
    xml: [{ fileName: 'answer.xml', contents: xml }],
    schema: [schema],
    extension: kind === 'sitemap' ? 'schema' : 'relaxng',
  })
  return errors.map(({ rawMessage }) => rawMessage)
}

const ajv = new Ajv({
  allErrors: true,
  formats: {
    web: /^https?:\/\/[^\s]+$/,
    moment: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/,
  },
})
const isJsonFeed = ajv.compile(jsonFeed)

/** What is wrong with a JSON feed by its specification. */
export function jsonFeedFaults(text: string): string[] {
  isJsonFeed(JSON.parse(text))
  return (isJsonFeed.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)
}

/** What Google would find wrong with these data about a page. */
export async function structuredDataFaults(data: { '@type': string }[]): Promise<string[]> {
  const jsonld = Object.fromEntries(
    data.map((one) => [one['@type'], data.filter((other) => other['@type'] === one['@type'])]),
  )
  const found = await new Validator().validate({ jsonld: structuredClone(jsonld), errors: [] })
  return found.map(({ issueMessage, severity, path: where }) =>
    [severity, where.map(({ type, property }) => property ?? type).join('.'), issueMessage].join(
      ' ',
    ),
  )
}
