import { formatMoment } from '#lib/format.ts'
import { Submit } from '../../../../parts/submit.client.tsx'
import { liftCommentBan } from './actions.ts'
import { BanForm } from './decide.client.tsx'

type Props = {
  id: string
  record: { written: number; removed: number }
  ban: { why: string; by: string; until: Date | null } | null
  byStaff: boolean
}

/** Who wrote a comment, as far as it bears on whether they may write more. Not their address. */
export function Writer({ id, record, ban, byStaff }: Props) {
  const { written, removed } = record
  return (
    <section className="mt-10 border-t-2 border-ink pt-2">
      <h2 className="mb-3 text-lg font-bold">Its writer</h2>
      <p>
        {written === 1 ? 'Has written this comment alone' : `Has written ${written} comments`}
        {removed > 0 && `; staff removed ${removed}`}.
      </p>
      {ban && (
        <div className="mt-3 grid gap-3">
          <p className="border-s-[3px] border-red ps-3 font-medium">
            Banned {ban.until ? `until ${formatMoment(ban.until)}` : 'for good'} by {ban.by}:{' '}
            {ban.why}
          </p>
          <form action={liftCommentBan}>
            <input type="hidden" name="id" value={id} />
            <Submit pending="One moment …" quiet>
              Lift the ban
            </Submit>
          </form>
        </div>
      )}
      {!ban && !byStaff && (
        <div className="mt-4">
          <BanForm id={id} />
        </div>
      )}
    </section>
  )
}
