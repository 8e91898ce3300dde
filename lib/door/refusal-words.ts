/** What is said where the door answers without Next: of each status its title, and what can be done. */
export const refusalWords = {
  400: {
    title: 'This could not be read',
    sentence:
      'What was sent is no form of ours, or not all of it arrived. Open the page again and retry.',
  },
  401: {
    title: 'Sign in first',
    sentence: 'What is at this address belongs to one person. Sign in, and ask again.',
  },
  403: {
    title: 'Refused',
    sentence: 'This request did not come from one of our pages. Open the page again and retry.',
  },
  404: {
    title: 'There is no page at this address',
    sentence: 'It may have moved, or the address has a slip in it.',
  },
  405: { title: 'This page can only be read', sentence: 'Nothing can be sent to this address.' },
  409: {
    title: 'This page is from an older version',
    sentence:
      'The site was renewed since you opened it, and nothing was done. Open the page again and retry.',
  },
  413: {
    title: 'This is too much at once',
    sentence: 'Nothing was taken. Send less, or in parts.',
  },
  415: {
    title: 'This could not be read',
    sentence: 'What is sent to us must not be compressed.',
  },
  429: {
    title: 'A little slower, please',
    sentence: 'You have asked for this very often within a short time.',
  },
  431: {
    title: 'This is too much at once',
    sentence: 'The request has more headers than anybody needs.',
  },
  500: {
    title: 'Something went wrong',
    sentence: 'The fault is ours, and it has been written down. Please try again.',
  },
  503: {
    title: 'Back in a moment',
    sentence:
      'We cannot reach our own records just now. Nothing is lost, and nothing is charged twice.',
  },
} as const

/** With which status something can be refused. */
export type Refusal = keyof typeof refusalWords

/** When it may go better, as people say it: rounded up, for who comes too early is refused again. */
export function waitInWords(seconds: number): string {
  if (seconds <= 1) return 'in a second'
  if (seconds < 90) return `in ${Math.ceil(seconds)} seconds`
  const minutes = Math.ceil(seconds / 60)
  return minutes < 90 ? `in ${minutes} minutes` : `in ${Math.ceil(minutes / 60)} hours`
}
