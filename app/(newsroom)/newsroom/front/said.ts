import type { NotGranted } from '#lib/front/edit.ts'
import type { Unclear } from '#lib/front/wish.ts'

/** Why a change of the front page was not made, in words. */
export const whyNot = {
  gone: 'There is no such container on the front page any more.',
  nothing: 'It was so already: nothing was changed.',
  no_place: 'The container has no such place.',
  no_shelf:
    'Choose a section or topic that fits: a section shows a section, a topic shows a topic.',
  full: 'The front page has as many containers as it can have. Remove one first.',
  not_public: 'That article is not public, so it cannot be pinned. Publish it first.',
  past: 'The end of the pin has passed already. Choose a moment to come, or leave it empty.',
  until: 'Until when? Write a day and a time that there is, or leave it empty.',
  title: 'The title is too long: 60 characters are the most.',
  articles: 'How many articles? From 1 to 12.',
  form: 'The form was incomplete: nothing was changed.',
} satisfies Record<NotGranted | Unclear, string>
