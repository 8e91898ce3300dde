import { expect, test } from 'vitest'
import type { ReaderClass } from '#lib/access/level.ts'
import { decidePicture, type PictureUse } from './access.ts'

const classes = ['anonymous', 'registered', 'subscriber'] satisfies ReaderClass[]
const use = (accessLevel: PictureUse['accessLevel'], part: PictureUse['part']): PictureUse => ({
  slug: 'a',
  accessLevel,
  part,
})

test.each<[string, PictureUse[], ReturnType<typeof decidePicture>[]]>([
  ['nobody shows', [], ['hidden', 'hidden', 'hidden']],
  ['stands in a preview', [use('subscriber', 'public')], ['public', 'public', 'public']],
  ['stands below a marker', [use('subscriber', 'gated')], ['hidden', 'hidden', 'private']],
  [
    'stands below one for who is signed in',
    [use('registered', 'gated')],
    ['hidden', 'private', 'private'],
  ],
  [
    'stands below one marker and above another',
    [use('subscriber', 'gated'), use('registered', 'public')],
    ['public', 'public', 'public'],
  ],
  [
    'stands below two markers',
    [use('subscriber', 'gated'), use('registered', 'gated')],
    ['hidden', 'private', 'private'],
  ],
])('a picture that %s', (_, uses, expected) => {
  expect(classes.map((one) => decidePicture(uses, one))).toEqual(expected)
})

test('a level that does not exist opens nothing', () => {
  const unknown: PictureUse = JSON.parse('{"slug":"a","accessLevel":"everybody","part":"gated"}')
  expect(classes.map((one) => decidePicture([unknown], one))).toEqual(classes.map(() => 'hidden'))
})
