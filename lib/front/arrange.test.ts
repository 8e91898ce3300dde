import { expect, test } from 'vitest'
import { arrange } from './arrange.ts'
import type { ContainerKind, Layout } from './container.ts'

/** `section:column:2` is a section in a column with two articles. */
function filled(written: string) {
  const [kind, layout, count = '0'] = written.split(':')
  const container = {
    id: written,
    kind: kindOf(kind),
    title: '',
    shelf: null,
    articles: 3,
    layout: layoutOf(layout),
    hidden: false,
    pins: [],
  }
  return { container, cards: Array.from({ length: Number(count) }, (_, at) => at) }
}

const all: ContainerKind[] = ['lead', 'river', 'section', 'opinion', 'most_read', 'newsletter']
const kindOf = (word = '') => all.find((one) => one === word) ?? 'subscribe'
const layoutOf = (word = ''): Layout => (word === 'wide' ? 'wide' : 'column')

test.each([
  ['lead:wide:1 river:column:2 section:column:1', 'lead+river | section'],
  ['lead:wide:1 section:column:1 river:column:2', 'lead | section river'],
  ['lead:wide:1 river:wide:2', 'lead | =river'],
  ['lead:wide:0 river:column:2', 'river'],
  [
    'section:column:1 section:column:1 section:column:1 section:column:1',
    'section section section | section',
  ],
  [
    'section:column:1 section:column:0 opinion:wide:1 section:column:1',
    'section | =opinion | section',
  ],
  ['most_read:column newsletter:column subscribe:column', 'most_read newsletter'],
  ['section:wide:3 section:wide:2', '=section | section'],
  ['', ''],
])('%s stands as %s', (written, expected) => {
  const rows = arrange(
    written.split(' ').flatMap((one) => (one === '' ? [] : [filled(one)])),
    ({ container: { kind } }) => kind !== 'subscribe',
  )
  const shown = rows.map((row) => {
    if (row.kind === 'wide') return `=${row.one.container.kind}`
    if (row.kind === 'columns') return row.columns.map(({ container }) => container.kind).join(' ')
    return `lead${row.beside ? `+${row.beside.container.kind}` : ''}`
  })
  expect(shown.join(' | ')).toBe(expected)
})
