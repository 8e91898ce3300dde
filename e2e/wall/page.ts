/** An article's page, read as a text without scripts. */
import { unescapeHtml } from './decode.ts'
import type { Fixture } from './fixtures.ts'
import { wordsOf } from './words.ts'

const withoutScripts = (html: string) => html.replace(/<script\b[\s\S]*?<\/script>/g, ' ')
const spoken = (text: string) => ` ${wordsOf(text).join(' ')} `

/** The preview as it stands in the page, or null when the page shows none. */
export function previewOf(html: string): string | null {
  const [before = ''] = withoutScripts(html).split(/id="read-on"|id="subscribe-to-read-on"/)
  return /<div class="prose">([\s\S]*?)<\/div>/.exec(before)?.[1] ?? null
}

/** What the page lacks of an article that it should show whole. */
export function withoutWhole(html: string, { below }: Fixture): string[] {
  const page = withoutScripts(html)
  const said = spoken(unescapeHtml(page))
  return [
    ...below.sentinels.filter((one) => !page.includes(one)),
    ...below.texts.filter((text) => !said.includes(spoken(text))),
  ].map((one) => `lacks “${one}”`)
}

/** What every page of an article has to have, readable without JavaScript. */
export function insideOf(html: string, { title }: Fixture): string[] {
  const page = withoutScripts(html)
  return [
    ...(spoken(unescapeHtml(page)).includes(spoken(title)) ? [] : ['lacks its headline']),
    // React streams late parts into hidden elements that a script moves into place.
    ...(/<div hidden id="S:/.test(page) ? ['shows a part only when JavaScript runs'] : []),
  ]
}

const all = (html: string, pattern: RegExp) => [...html.matchAll(pattern)].map(([whole]) => whole)

/** The page's data for search engines, parsed. */
export function structuredDataOf(html: string): unknown[] {
  const scripts = html.matchAll(/<script[^>]*application\/ld\+json[^>]*>([\s\S]*?)<\/script>/g)
  return [...scripts].map(([, json = '']): unknown => JSON.parse(json))
}

/** Everything that is written into the page and not shown: for machines, previews and old browsers. */
export function unshownOf(html: string): string {
  return [
    ...all(html, /<(?:meta|link|base)\b[^>]*>/g),
    ...all(html, /<title\b[\s\S]*?<\/title>/g),
    ...all(html, /\sdata-[\w-]+="[^"]*"/g),
    ...all(html, /<!--[\s\S]*?-->/g),
    ...all(html, /<(template|noscript)\b[\s\S]*?<\/\1>/g),
    ...all(
      html,
      /<[^>]*\s(?:hidden|aria-hidden="true"|style="[^"]*display:\s*none[^"]*")[^>]*>[^<]*/g,
    ),
  ].join('\n')
}
