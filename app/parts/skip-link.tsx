/** The first stop of the keyboard on every page: leads past its head to what it is about, which has this id. */
export function SkipLink() {
  return (
    <a
      href="#content"
      className="button not-printed sr-only z-10 focus:not-sr-only focus:absolute focus:top-2 focus:start-2"
    >
      Skip to the content
    </a>
  )
}
