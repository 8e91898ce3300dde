type Props = {
  /** What may be typed: the name of the field, and what stands in it while it is empty. */
  words: string
  search: string
  /** What the list shows beside, which stays as it is. */
  kept?: Record<string, string>
  quiet?: boolean
  className?: string
}

/** Narrows the list of this page down to what is typed. */
export function FindBox({ words, search, kept = {}, quiet = false, className = '' }: Props) {
  return (
    <search>
      <form className={`flex max-w-2xl gap-2 ${className}`}>
        {Object.entries(kept).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <label htmlFor="q" className="sr-only">
          {words}
        </label>
        <input
          id="q"
          name="q"
          type="search"
          defaultValue={search}
          maxLength={200}
          placeholder={words}
          className="field"
        />
        <button type="submit" className={quiet ? 'button button-quiet' : 'button'}>
          Find
        </button>
      </form>
    </search>
  )
}
