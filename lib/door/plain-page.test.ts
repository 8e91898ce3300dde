import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { plainPage } from './plain-page.ts'

const tokens = readFileSync(
  path.join(import.meta.dirname, '..', '..', 'app', 'styles', 'tokens.css'),
  'utf8',
)
const page = plainPage({
  kicker: 'A < b',
  title: 'One & "two"',
  sentences: ['<b>'],
  ways: [{ href: '/?a="&b', name: '<Front>' }],
})

/** The colours of a style sheet by day and by night. */
function colours(css: string): Record<string, string>[] {
  return css
    .split(/prefers-color-scheme:\s*dark/)
    .slice(0, 2)
    .map((part) =>
      Object.fromEntries(
        Array.from(part.matchAll(/(--[\w-]+):\s*(#[\da-f]{6})/g), ([, name = '', value = '']) => [
          name,
          value,
        ]),
      ),
    )
}

test('its colours are those of the site, by day and by night', () => {
  const [, style = ''] = /<style>(.*)<\/style>/.exec(page) ?? []
  const [day, night] = colours(style)
  const [siteDay, siteNight] = colours(tokens)
  expect(Object.keys(day ?? {}).length).toBeGreaterThan(8)
  expect(siteDay).toMatchObject(day ?? {})
  expect(siteNight).toMatchObject(night ?? {})
})

test('what it says is text', () => {
  expect(page).toContain('<small>A &lt; b</small><h1>One &amp; &quot;two&quot;</h1><p>&lt;b></p>')
  expect(page).toContain('<a href="/?a=&quot;&amp;b">&lt;Front></a>')
})
