import { expect, test } from 'vitest'
import { publication } from '#lib/publication.ts'
import { plainPage } from './plain-page.ts'

const page = plainPage({
  kicker: 'A < b',
  title: 'One & "two"',
  sentences: ['<b>'],
  ways: [{ href: '/?a="&b', name: '<Front>' }],
})

test('its colours are those of the publication, by day and by night', () => {
  const { light, dark } = publication.colours
  const [day, night] = page.split('prefers-color-scheme:dark')
  expect(day).toContain(`--paper:${light.paper};--ink:${light.ink}`)
  expect(night).toContain(`--paper:${dark.paper};--ink:${dark.ink}`)
})

test('what it says is text', () => {
  expect(page).toContain('<small>A &lt; b</small><h1>One &amp; &quot;two&quot;</h1><p>&lt;b></p>')
  expect(page).toContain('<a href="/?a=&quot;&amp;b">&lt;Front></a>')
})
