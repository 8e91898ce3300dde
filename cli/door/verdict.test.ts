import { describe, expect, test } from 'vitest'
import { Fact } from './facts.ts'
import { judge, type Shown, type Truth } from './verdict.ts'

const truth = (changes: Partial<Truth> = {}): Truth => ({
  article: { level: 'subscriber', version: 2 },
  signedIn: true,
  access: true,
  ...changes,
})
const whole: Shown = { kind: 'whole', version: 2 }
const preview: Shown = { kind: 'preview', version: 2 }

describe('the verdict about an answer', () => {
  test.each<[string, Shown, Partial<Truth>]>([
    ['the whole to a payer', whole, {}],
    ['the preview to who does not pay', preview, { access: false }],
    ['the preview to who is signed out', preview, { signedIn: false }],
    [
      'nothing of what is withdrawn',
      { kind: 'nothing' },
      { article: { level: 'withdrawn', version: 2 } },
    ],
    [
      'the whole to who is signed in',
      whole,
      { access: false, article: { level: 'registered', version: 2 } },
    ],
    ['the whole to anybody', whole, { signedIn: false, article: { level: 'free', version: 2 } }],
  ])('%s is right', (_name, shown, changes) => {
    expect(judge(shown, [truth(changes)])).toBe('right')
  })

  test.each<[string, string, Shown, Partial<Truth>]>([
    ['leak', 'the whole without access', whole, { access: false }],
    ['leak', 'the whole after signing out', whole, { signedIn: false }],
    [
      'leak',
      'the whole of what is withdrawn',
      whole,
      { article: { level: 'withdrawn', version: 2 } },
    ],
    ['leak', 'an old whole without access', { kind: 'whole', version: 1 }, { access: false }],
    [
      'old',
      'the preview of what is withdrawn',
      preview,
      { article: { level: 'withdrawn', version: 2 } },
    ],
    ['old', 'the text of before', { kind: 'whole', version: 1 }, {}],
    ['refused', 'the preview to a payer', preview, {}],
    ['refused', 'nothing to anybody', { kind: 'nothing' }, { access: false }],
  ])('a %s is %s', (verdict, _name, shown, changes) => {
    expect(judge(shown, [truth(changes)])).toBe(verdict)
  })

  test('less than was due of a text is no old text, also while it is being withdrawn', () => {
    const truths = [truth(), truth({ article: { level: 'withdrawn', version: 3 } })]
    expect(judge(preview, truths)).toBe('refused')
    expect(judge({ kind: 'preview', version: 1 }, truths)).toBe('old')
    expect(judge({ kind: 'nothing' }, truths)).toBe('right')
  })

  test('a new end that was for payers from the first is a leak also while the old one was not', () => {
    const truths = [
      truth({ access: false, article: { level: 'registered', version: 1 } }),
      truth({ access: false }),
    ]
    expect(judge(whole, truths)).toBe('leak')
    expect(judge({ kind: 'whole', version: 1 }, truths)).toBe('right')
  })

  test('while something changes, both the old and the new are right', () => {
    const truths = [truth(), truth({ access: false })]
    expect(judge(whole, truths)).toBe('right')
    expect(judge(preview, truths)).toBe('right')
  })
})

test('a fact may be seen old and new until its change has returned, and only new after that', async () => {
  const fact = new Fact('old')
  const before = performance.now()
  let during: string[] = []
  await fact.change('new', () => {
    during = fact.possible(performance.now(), performance.now())
    return Promise.resolve()
  })
  const settled = fact.settledAt(performance.now())
  expect(during).toEqual(['old', 'new'])
  expect(fact.possible(before, before)).toEqual(['old'])
  expect(fact.possible(settled + 1, settled + 1)).toEqual(['new'])
  expect(fact.possible(before, settled + 1)).toEqual(['old', 'new'])
})
