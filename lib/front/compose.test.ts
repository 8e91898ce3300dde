import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Candidate, compose, placeArticles } from './compose.ts'
import { type Container, type ContainerKind, containerKinds } from './container.ts'

type Card = { picture: object | null }

const shelf = (kind: 'section' | 'topic', id: string) => ({ kind, id, slug: id, name: id })

function container(
  kind: ContainerKind,
  articles: number,
  more: Partial<Container> = {},
): Container {
  return {
    id: kind,
    kind,
    title: '',
    shelf: null,
    articles,
    layout: 'wide',
    hidden: false,
    pins: [],
    ...more,
  }
}

/** `a`: one of no section. `a/ports`: of a section. `a/ports/opinion`: and a topic. `a*`: with a picture. */
function candidate(written: string): Candidate<Card & { id: string }> {
  const [name = '', sectionId = null, ...topicIds] = written.split('/')
  const id = name.replace('*', '')
  return { id, sectionId, topicIds, card: { id, picture: name.endsWith('*') ? {} : null } }
}

const pins = (...ids: string[]) =>
  ids.map((articleId, place) => ({ articleId, place, endsAt: null }))

/** `b@2`: pinned to the third place. */
const pinnedTo = (...written: string[]) =>
  written.map((one) => {
    const [articleId = '', place] = one.split('@')
    return { articleId, place: Number(place), endsAt: null }
  })

const composed = (containers: Container[], candidates: string) =>
  compose(
    containers,
    candidates.split(' ').map((one) => candidate(one)),
  ).map(({ cards }) => cards.map(({ id }) => id).join(' '))

const ports = { shelf: shelf('section', 'ports') }
const opinion = { shelf: shelf('topic', 'opinion') }

describe('what comes where by itself', () => {
  test.each<[string, Container[], string, string[]]>([
    [
      'the newest with a picture leads, and the newest come after it',
      [container('lead', 2), container('river', 2)],
      'a b c* d e',
      ['c a', 'b d'],
    ],
    ['without any picture the newest leads', [container('lead', 1)], 'a b', ['a']],
    [
      'an old picture is no reason to lead',
      [container('lead', 1)],
      'a b c d e f g h i j k l m*',
      ['a'],
    ],
    [
      'a section shows its own, with what has a picture first',
      [container('section', 2, ports)],
      'a b/ports c*/ports d*/ports',
      ['c b'],
    ],
    [
      'what stands above stands nowhere else',
      [container('lead', 1), container('section', 3, ports)],
      'a/ports b/ports',
      ['a', 'b'],
    ],
    [
      'an opinion waits for its place, though it is the newest',
      [container('lead', 1), container('section', 2, ports), container('opinion', 1, opinion)],
      'a*/ports/opinion b/ports',
      ['b', '', 'a'],
    ],
    [
      'where there is no place for opinion, it stands among the others',
      [container('lead', 1)],
      'a*/ports/opinion b',
      ['a'],
    ],
    ['a list of names takes nothing', [container('most_read', 5)], 'a b', ['']],
  ])('%s', (_, containers, candidates, expected) => {
    expect(composed(containers, candidates)).toEqual(expected)
  })
})

describe('what is pinned', () => {
  test.each<[string, Container[], string, string[]]>([
    [
      'stands first, in its order, before what has a picture',
      [container('lead', 3, { pins: pins('c', 'b') })],
      'a* b c',
      ['c b a'],
    ],
    [
      'stands at its place, and what comes by itself around it',
      [container('river', 4, { pins: pinnedTo('e@1', 'd@3') })],
      'a b c d e',
      ['a e b d'],
    ],
    [
      'leaves the first place to what has a picture',
      [container('lead', 2, { pins: pinnedTo('a@1') })],
      'a b c*',
      ['c a'],
    ],
    [
      'moves up where too little comes by itself',
      [container('river', 4, { pins: pinnedTo('b@3') })],
      'a b',
      ['a b'],
    ],
    [
      'for the same place stands right after',
      [container('river', 3, { pins: pinnedTo('b@0', 'c@0') })],
      'a b c',
      ['b c a'],
    ],
    [
      'leaves its place while it is not public',
      [container('river', 2, { pins: pinnedTo('withdrawn@0', 'b@1') })],
      'a b',
      ['a b'],
    ],
    [
      'is kept for its container by those above it',
      [container('lead', 1), container('section', 1, { ...ports, pins: pins('a') })],
      'a* b',
      ['b', 'a'],
    ],
    [
      'is passed over when it is not public',
      [container('lead', 1, { pins: pins('withdrawn') })],
      'a',
      ['a'],
    ],
    [
      'twice stands in the first',
      [container('lead', 1, { pins: pins('a') }), container('river', 1, { pins: pins('a') })],
      'a b',
      ['a', 'b'],
    ],
    [
      'beyond the room of its container stands nowhere',
      [container('lead', 1, { pins: pins('a', 'b') }), container('river', 2)],
      'a b c',
      ['a', 'c'],
    ],
    [
      'may be an opinion that leads',
      [container('lead', 1, { pins: pins('a') }), container('opinion', 1, opinion)],
      'a/ports/opinion b',
      ['a', ''],
    ],
  ])('%s', (_, containers, candidates, expected) => {
    expect(composed(containers, candidates)).toEqual(expected)
  })
})

test('of each article it is known why it stands there', () => {
  const containers = [
    container('lead', 2, { pins: pinnedTo('a@1') }),
    container('river', 2),
    container('section', 1, ports),
  ]
  const candidates = ['a', 'b*', 'c*', 'd', 'e/ports'].map((one) => candidate(one))
  const why = placeArticles(containers, candidates).map(({ placed }) =>
    placed.map((one) => `${one.id} ${one.why}`).join(', '),
  )
  expect(why).toEqual(['b picture, a pinned', 'c newest, d newest', 'e newest'])
})

const ids = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']
const shelves = [
  shelf('section', 'ports'),
  shelf('section', 'rivers'),
  shelf('topic', 'opinion'),
  shelf('topic', 'water'),
]
const kinds: ContainerKind[] = ['lead', 'river', 'section', 'topic', 'opinion', 'most_read']

const anyContainer = fc
  .record({
    id: fc.uuid(),
    kind: fc.constantFrom(...kinds),
    articles: fc.integer({ min: 1, max: 5 }),
    shelf: fc.constantFrom(...shelves),
    pins: fc.subarray(ids).chain((some) =>
      fc.tuple(
        ...some.map((articleId) =>
          fc.record({
            articleId: fc.constant(articleId),
            place: fc.nat({ max: 5 }),
            endsAt: fc.constant(null),
          }),
        ),
      ),
    ),
  })
  .map(({ kind, shelf: its, ...rest }) =>
    container(kind, rest.articles, {
      ...rest,
      shelf: containerKinds[kind].shelf === 'none' ? null : its,
    }),
  )

const anyCandidates = fc.subarray(ids).chain((some) =>
  fc.tuple(
    ...some.map((id) =>
      fc.record({
        id: fc.constant(id),
        sectionId: fc.constantFrom('ports', 'rivers', null),
        topicIds: fc.subarray(['opinion', 'water']),
        card: fc.record({ id: fc.constant(id), picture: fc.constantFrom({}, null) }),
      }),
    ),
  ),
)

const shownOf = (filled: ReturnType<typeof compose<Card & { id: string }>>) =>
  filled.flatMap(({ cards }) => cards.map(({ id }) => id))

const anyFront = [fc.array(anyContainer, { maxLength: 6 }), anyCandidates] as const

describe('whatever is ordered', () => {
  test('nothing stands twice, and nothing that is not public', () => {
    fc.assert(
      fc.property(...anyFront, (containers, candidates) => {
        const shown = shownOf(compose(containers, candidates))
        expect(new Set(shown).size).toBe(shown.length)
        const known = new Set(candidates.map(({ id }) => id))
        expect(shown.filter((id) => !known.has(id))).toEqual([])
      }),
    )
  })

  test('each container is there, in its place, and not over its measure', () => {
    fc.assert(
      fc.property(...anyFront, (containers, candidates) => {
        const filled = compose(containers, candidates)
        expect(filled.map((one) => one.container)).toEqual(containers)
        expect(filled.filter((one) => one.cards.length > one.container.articles)).toEqual([])
      }),
    )
  })

  test('what nobody pinned, and is no opinion, is left out only when a list of the latest is full', () => {
    fc.assert(
      fc.property(...anyFront, (others, candidates) => {
        const river = container('river', 1 + ids.length)
        const containers = [...others, river]
        const shown = new Set(shownOf(compose(containers, candidates)))
        const pinned = new Set(
          containers.flatMap((one) => one.pins.map(({ articleId }) => articleId)),
        )
        const opinions = containers.filter(({ kind }) => kind === 'opinion')
        const leftOut = candidates.filter(
          ({ id, sectionId, topicIds }) =>
            !shown.has(id) &&
            !pinned.has(id) &&
            !opinions.some((one) => one.shelf && [sectionId, ...topicIds].includes(one.shelf.id)),
        )
        expect(leftOut).toEqual([])
      }),
    )
  })
})
