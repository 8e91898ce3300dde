/** A tick or a cross, told apart by shape and word as well as by colour. */
export function Mark({ granted }: { granted: boolean }) {
  return (
    <span className={`font-bold ${granted ? 'text-good' : 'text-bad'}`}>
      <span aria-hidden="true">{granted ? '✓' : '✕'}</span>
      <span className="sr-only">{granted ? 'Access:' : 'No access:'}</span>
    </span>
  )
}
