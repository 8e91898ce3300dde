import { type Drawn, readDrawing } from '#lib/identity/drawing.ts'
import type { Drawing } from '#lib/identity/identity.ts'
import { publication } from '#lib/publication.ts'

type Shown = Drawn & { shownBy: string }

/** A drawing, or that of the day and that of the night, each shown by its own. */
function shownOf(drawing: Drawing | null): Shown[] {
  if (drawing === null) return []
  if (typeof drawing === 'string') return [{ ...readDrawing(drawing), shownBy: '' }]
  return [
    { ...readDrawing(drawing.light), shownBy: 'dark:hidden' },
    { ...readDrawing(drawing.dark), shownBy: 'hidden dark:block' },
  ]
}

const mark = shownOf(publication.logo.mark)
const wordmark = shownOf(publication.logo.wordmark)

/** The publication's mark: an ornament, which says nothing to whoever does not see it. */
export function Mark({ className }: { className: string }) {
  return <Drawings drawings={mark} className={className} />
}

function Drawings({ drawings, className }: { drawings: Shown[]; className: string }) {
  return drawings.map(({ viewBox, inner, shownBy }) => (
    <svg
      key={shownBy}
      viewBox={viewBox}
      className={`${className} ${shownBy}`.trim()}
      aria-hidden="true"
      focusable="false"
      // `readDrawing` takes nothing but elements that draw.
      dangerouslySetInnerHTML={{ __html: inner }}
    />
  ))
}

/** The publication's name as it stands at the head of every page. */
export function Nameplate() {
  return (
    <a href="/" className="flex items-end gap-2 hover:no-underline sm:gap-3.5">
      <Mark className="h-12 w-auto shrink-0 self-start text-ink sm:h-[5.25rem]" />
      {wordmark.length > 0 ? (
        <>
          <span className="sr-only">{publication.name}</span>
          <Drawings drawings={wordmark} className="my-2 h-8 w-auto text-ink sm:my-3 sm:h-14" />
        </>
      ) : (
        <span className="headline pb-1 text-[1.625rem] leading-none tracking-[-0.03em] whitespace-nowrap sm:pb-2.5 sm:text-[3.25rem]">
          {publication.name}
        </span>
      )}
    </a>
  )
}
