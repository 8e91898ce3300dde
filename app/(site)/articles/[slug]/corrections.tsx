import type { Correction } from '#lib/articles/read.ts'
import { formatDay } from '#lib/format.ts'

type Props = { corrections: Correction[]; weight: Correction['weight'] }

/** What was corrected: where the sense of the article was wrong above its text, anything else below it. */
export function Corrections({ corrections, weight }: Props) {
  const shown = corrections.filter((one) => one.weight === weight)
  if (shown.length === 0) return null
  const id = weight === 'serious' ? 'corrections-above' : 'corrections'
  return (
    <section
      aria-labelledby={id}
      className={`border-s-[3px] border-red ps-4 text-base ${weight === 'serious' ? 'mx-auto mb-8 max-w-[38rem]' : 'mt-10'}`}
    >
      <h2 id={id} className="font-bold">
        {shown.length === 1 ? 'Correction' : 'Corrections'}
      </h2>
      {shown.map(({ text, correctedAt }) => (
        <p key={correctedAt.toISOString() + text} className="mt-1">
          <time dateTime={correctedAt.toISOString()} className="text-soft">
            {formatDay(correctedAt)}:
          </time>{' '}
          {text}
        </p>
      ))}
    </section>
  )
}
