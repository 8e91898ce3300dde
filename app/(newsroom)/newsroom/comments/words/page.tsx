import type { Metadata } from 'next'
import { readHoldWords } from '#lib/comments/desk.ts'
import { formatDay } from '#lib/format.ts'
import { appDatabase } from '#lib/runtime.ts'
import { Submit } from '../../../../parts/submit.client.tsx'
import { requireStaff } from '../../../guard.ts'
import { Notice } from '../notice.tsx'
import { addHeldWord, dropHeldWord } from './actions.ts'

export const metadata: Metadata = { title: 'Words that hold comments' }

type Props = { searchParams: Promise<{ did?: string | string[] }> }

export default async function WordsPage({ searchParams }: Props) {
  await requireStaff('moderate comments', '/newsroom/comments/words')
  const words = await readHoldWords(appDatabase())
  return (
    <div className="max-w-3xl">
      <p>
        <a href="/newsroom/comments" className="py-1 font-medium underline">
          Comments
        </a>
      </p>
      <h1 className="headline mt-2 text-4xl sm:text-5xl">Words that hold comments</h1>
      <p className="mt-3 max-w-[65ch] text-soft">
        A comment that says one of these waits until somebody has looked. Whole words count,
        whatever their case and accents; several words are found in that order.
      </p>
      <Notice did={(await searchParams).did} />
      <form action={addHeldWord} className="mt-6 flex max-w-xl gap-2">
        <label htmlFor="word" className="sr-only">
          A word, or several
        </label>
        <input
          id="word"
          name="word"
          required
          maxLength={80}
          autoComplete="off"
          placeholder="A word, or several"
          className="field"
        />
        <Submit pending="Adding …">Add</Submit>
      </form>
      {words.length === 0 ? (
        <p className="mt-8 text-lg">There are none: no comment is held for a word.</p>
      ) : (
        <ul className="ruled mt-8 border-y border-rule">
          {words.map(({ word, folded, addedBy, addedAt }) => (
            <li key={folded} className="flex flex-wrap items-center justify-between gap-3 py-2.5">
              <span className="min-w-0">
                <span className="font-semibold wrap-anywhere">{word}</span>
                <span className="block text-[0.9375rem] wrap-anywhere text-soft">
                  {addedBy}, {formatDay(addedAt)}
                </span>
              </span>
              <form action={dropHeldWord}>
                <input type="hidden" name="word" value={folded} />
                <Submit pending="One moment …" quiet>
                  Take off<span className="sr-only"> {word}</span>
                </Submit>
              </form>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
