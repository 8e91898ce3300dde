/** What came of saving a choice, as the address names it. */
export function ChoiceSaid({ did }: { did: string | string[] | undefined }) {
  const said =
    did === 'saved'
      ? 'It is saved.'
      : did === 'limited'
        ? 'That was tried very often. Please wait a few minutes and try again.'
        : null
  return said === null ? null : (
    <output className="block border-s-[3px] border-good bg-panel p-4 font-medium">{said}</output>
  )
}
