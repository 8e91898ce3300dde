import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Change, changeFront } from './change.ts'
import type { Container, ContainerKind, FrontShelf } from './container.ts'
import { callContainers } from './names.ts'

const shelf = (kind: FrontShelf['kind'], slug: string): FrontShelf => ({
  kind,
  id: `id of ${slug}`,
  slug,
  name: slug,
})
const shelves = [shelf('section', 'ports'), shelf('section', 'rivers'), shelf('topic', 'water')]
const [ports, rivers, water] = shelves

function container(kind: ContainerKind, more: Partial<Container> = {}): Container {
  return {
    id: kind,
    kind,
    title: '',
    shelf: null,
    articles: 3,
    layout: 'wide',
    hidden: false,
    pins: [],
    ...more,
  }
}

const pin = (articleId: string, place: number) => ({ articleId, place, endsAt: null })
const front = [
  container('lead', { pins: [pin('a', 0), pin('b', 1)] }),
  container('section', { id: 'one', shelf: ports ?? null }),
  container('section', { id: 'two', shelf: ports ?? null }),
  container('most_read'),
]

const known = { shelves, newId: 'new' }
const after = (change: Change, of: Container[] = front) => changeFront(of, change, known)

/** The names of the containers, each with what is pinned in it, or why it was refused. */
function said(change: Change): string {
  const outcome = after(change)
  if (outcome.kind === 'refused') return outcome.why
  return callContainers(outcome.containers)
    .map(({ name, container: { hidden, pins } }) => {
      const pinned = pins.map(({ articleId, place }) => `${articleId}@${place}`).join('+')
      return `${hidden ? '-' : ''}${name}${pinned && `(${pinned})`}`
    })
    .join(' ')
}

const before = 'lead(a@0+b@1) section-ports section-ports~2 most-read'

describe('containers', () => {
  test.each<[Change, string]>([
    [
      { do: 'move', name: 'most-read', to: 'up' },
      'lead(a@0+b@1) section-ports most-read section-ports~2',
    ],
    [
      { do: 'move', name: 'lead', to: 'down' },
      'section-ports lead(a@0+b@1) section-ports~2 most-read',
    ],
    [{ do: 'move', name: 'lead', to: 'up' }, 'nothing'],
    [{ do: 'move', name: 'most-read', to: 'down' }, 'nothing'],
    [{ do: 'move', name: 'river', to: 'up' }, 'gone'],
    [
      { do: 'order', names: ['most-read', 'section-ports~2'] },
      'most-read section-ports lead(a@0+b@1) section-ports~2',
    ],
    [{ do: 'order', names: ['lead', 'section-ports'] }, 'nothing'],
    [{ do: 'order', names: ['lead', 'river'] }, 'gone'],
    [{ do: 'hide', name: 'lead' }, `-${before}`],
    [{ do: 'show', name: 'lead' }, 'nothing'],
    [{ do: 'remove', name: 'section-ports' }, 'lead(a@0+b@1) section-ports most-read'],
    [{ do: 'add', kind: 'river', shelf: null }, `${before} river`],
    [{ do: 'add', kind: 'topic', shelf: water?.id ?? '' }, `${before} topic-water`],
    [{ do: 'add', kind: 'opinion', shelf: water?.id ?? '' }, `${before} opinion-water`],
    [{ do: 'add', kind: 'section', shelf: water?.id ?? '' }, 'no_shelf'],
    [{ do: 'add', kind: 'section', shelf: null }, 'no_shelf'],
    [
      { do: 'set', name: 'section-ports~2', settings: { shelf: rivers?.id } },
      'lead(a@0+b@1) section-ports section-rivers most-read',
    ],
    [{ do: 'set', name: 'section-ports', settings: { shelf: water?.id } }, 'no_shelf'],
    [{ do: 'set', name: 'lead', settings: { title: '', articles: 3 } }, 'nothing'],
  ])('%o', (change, expected) => {
    expect(said(change)).toBe(expected)
  })

  test('what is set of one is kept, and nothing else', () => {
    const settings = { title: 'The news', articles: 5, layout: 'column' } as const
    expect(after({ do: 'set', name: 'lead', settings })).toEqual({
      kind: 'changed',
      containers: front.with(
        0,
        container('lead', { ...settings, pins: [pin('a', 0), pin('b', 1)] }),
      ),
    })
  })

  test('there is an end of them', () => {
    const many = Array.from({ length: 40 }, () => container('river'))
    expect(after({ do: 'add', kind: 'river', shelf: null }, many)).toMatchObject({ why: 'full' })
  })
})

const to = (name: string, article: string, place: number) =>
  said({ do: 'pin', name, article, place, endsAt: null })

describe('pins', () => {
  test.each([
    ['lead', 'c', 0, 'lead(c@0+a@1+b@2) section-ports section-ports~2 most-read'],
    ['lead', 'c', 2, 'lead(a@0+b@1+c@2) section-ports section-ports~2 most-read'],
    ['lead', 'b', 0, 'lead(b@0+a@1) section-ports section-ports~2 most-read'],
    ['section-ports', 'a', 1, 'lead(b@1) section-ports(a@1) section-ports~2 most-read'],
    ['lead', 'c', 3, 'no_place'],
    ['most-read', 'c', 0, 'no_place'],
    ['river', 'c', 0, 'gone'],
  ])('into %s, article %s at place %i', (name, article, place, expected) => {
    expect(to(name, article, place)).toBe(expected)
  })

  test('one that is taken off leaves the others where they are', () => {
    expect(said({ do: 'unpin', name: 'lead', article: 'a' })).toBe(
      'lead(b@1) section-ports section-ports~2 most-read',
    )
    expect(said({ do: 'unpin', name: 'section-ports', article: 'a' })).toBe('nothing')
  })
})

const ids = ['a', 'b', 'c', 'd']
const anyName = fc.constantFrom('lead', 'section-ports', 'section-ports~2', 'most-read', 'river')
const anyChange: fc.Arbitrary<Change> = fc.oneof(
  fc.record({
    do: fc.constant('move' as const),
    name: anyName,
    to: fc.constantFrom('up' as const, 'down' as const),
  }),
  fc.record({ do: fc.constant('order' as const), names: fc.array(anyName, { maxLength: 3 }) }),
  fc.record({ do: fc.constantFrom('hide' as const, 'show' as const), name: anyName }),
  fc.record({
    do: fc.constant('pin' as const),
    name: anyName,
    article: fc.constantFrom(...ids),
    place: fc.nat({ max: 3 }),
    endsAt: fc.constant(null),
  }),
  fc.record({
    do: fc.constant('unpin' as const),
    name: anyName,
    article: fc.constantFrom(...ids),
  }),
)

const sorted = (of: Container[]) => of.map(({ id }) => id).toSorted()

test('whatever staff do, no container is lost, and each article is pinned once, at a place of its own', () => {
  fc.assert(
    fc.property(fc.array(anyChange, { maxLength: 12 }), (changes) => {
      let now: Container[] = front
      for (const change of changes) {
        const outcome = changeFront(now, change, known)
        if (outcome.kind === 'changed') now = outcome.containers
      }
      expect(sorted(now)).toEqual(sorted(front))
      const pinned = now.flatMap(({ pins }) => pins.map(({ articleId }) => articleId))
      expect(new Set(pinned).size).toBe(pinned.length)
      for (const { pins } of now)
        expect(new Set(pins.map(({ place }) => place)).size).toBe(pins.length)
    }),
  )
})
