/** What went wrong with a form, beside it and announced. */
export function Problem({ id, children }: { id?: string; children: string | null }) {
  return (
    <p
      id={id}
      role="alert"
      className={
        children === null ? 'hidden' : 'border-s-[3px] border-red ps-3 font-medium text-bad'
      }
    >
      {children}
    </p>
  )
}
