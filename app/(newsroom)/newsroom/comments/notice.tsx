const said: Record<string, string> = {
  stands: 'It stands. What readers reported of it is settled.',
  held: 'It is held: nobody sees it until somebody decides.',
  removed: 'It is removed. Its writer sees why.',
  picked: 'It is picked.',
  unpicked: 'It is picked no longer.',
  banned: 'Its writer cannot write comments.',
  lifted: 'Its writer can write comments again.',
  closed: 'The comments of the article are closed.',
  opened: 'The comments of the article are open.',
  added: 'The word is on the list.',
  dropped: 'The word is off the list. What was held for it stays held.',
  nothing: 'It was so already, or somebody else was quicker.',
}

/** What came of the last click. Anybody may write that into an address: only known words are shown. */
export function Notice({ did }: { did: string | string[] | undefined }) {
  const words = typeof did === 'string' && Object.hasOwn(said, did) ? said[did] : null
  if (!words) return null
  return <output className="mt-4 block border-s-[3px] border-ink ps-3 font-medium">{words}</output>
}
