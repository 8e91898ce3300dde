import type { Oddity } from '#lib/billing/oddities.ts'

const what = {
  unknown_state: 'a state we do not know',
  older_version: 'described in an older version of the API',
  second_reader: 'a customer that is another reader’s',
}

/** Something odd, and whose it is. */
export function Odd({ oddity: { kind, readerId, about, detail } }: { oddity: Oddity }) {
  return (
    <li className="py-3">
      <code className="font-mono text-sm wrap-anywhere">{about}</code>: {what[kind]}
      {kind === 'second_reader' ? (
        <>
          . Refused to <Reader id={readerId}>this reader</Reader>; it belongs to{' '}
          <Reader id={detail}>this one</Reader>.
        </>
      ) : (
        <>
          {' '}
          ({detail}), of <Reader id={readerId}>this reader</Reader>.
        </>
      )}
    </li>
  )
}

function Reader({ id, children }: { id: string; children: string }) {
  return (
    <a href={`/newsroom/readers/${id}`} className="text-ink underline">
      {children}
    </a>
  )
}
