import { expect, test } from 'vitest'
import { readWish, type WishFields } from './wish.ts'

const id = '0190b0e0-0000-7000-8000-000000000001'

test.each<[WishFields, unknown]>([
  [
    { do: 'move', name: 'lead', to: 'up' },
    { do: 'move', name: 'lead', to: 'up' },
  ],
  [
    { do: 'pin', name: 'lead', article: id, place: '2', until: '2027-07-01T14:05' },
    {
      do: 'pin',
      name: 'lead',
      article: id,
      place: 1,
      endsAt: new Date('2027-07-01T13:05:00Z'),
    },
  ],
  [
    { do: 'pin', name: 'lead', article: id, place: '1', until: ' ' },
    { do: 'pin', name: 'lead', article: id, place: 0, endsAt: null },
  ],
  [
    { do: 'set', name: 'lead', title: '  Now\u202E and \n then ', articles: '4', layout: 'wide' },
    {
      do: 'set',
      name: 'lead',
      settings: { title: 'Now and then', articles: 4, layout: 'wide' },
    },
  ],
  [
    { do: 'add', kind: 'river', shelf: '' },
    { do: 'add', kind: 'river', shelf: null },
  ],
  [{ do: 'reset' }, { do: 'reset' }],
])('%o is a wish', (fields, wish) => {
  expect(readWish(fields)).toEqual({ kind: 'wish', wish })
})

test.each<[WishFields, string]>([
  [{}, 'form'],
  [{ do: 'move', name: 'lead', to: 'sideways' }, 'form'],
  [{ do: 'hide', name: '' }, 'form'],
  [{ do: 'pin', name: 'lead', article: 'low-water', place: '1' }, 'form'],
  [{ do: 'pin', name: 'lead', article: id, place: '0' }, 'form'],
  [{ do: 'pin', name: 'lead', article: id, place: '13' }, 'form'],
  [{ do: 'pin', name: 'lead', article: id, place: '1', until: 'soon' }, 'until'],
  [{ do: 'add', kind: 'toString', shelf: '' }, 'form'],
  [{ do: 'set', name: 'lead', title: 'x'.repeat(61) }, 'title'],
  [{ do: 'set', name: 'lead', title: '', articles: '13' }, 'articles'],
  [{ do: 'set', name: 'lead', title: '', articles: '1.5' }, 'articles'],
])('%o is unclear: %s', (fields, what) => {
  expect(readWish(fields)).toEqual({ kind: 'unclear', what })
})
