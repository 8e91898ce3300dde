import type { Paragraph, Part } from '#lib/comments/parts.ts'

/** What somebody wrote, as elements made of its parts. Links say that readers placed them. */
export function Words({ paragraphs }: { paragraphs: Paragraph[] }) {
  return (
    <div
      dir="auto"
      className="grid gap-[0.7em] font-serif text-[1.125rem] leading-[1.5] wrap-anywhere"
    >
      {paragraphs.map((lines, place) => (
        // oxlint-disable-next-line react/no-array-index-key -- paragraphs stand in a fixed order
        <p key={place}>
          {lines.map((parts, line) => (
            // oxlint-disable-next-line react/no-array-index-key -- so do lines
            <Line key={line} parts={parts} first={line === 0} />
          ))}
        </p>
      ))}
    </div>
  )
}

function Line({ parts, first }: { parts: Part[]; first: boolean }) {
  return (
    <>
      {!first && <br />}
      {parts.map((part, place) =>
        part.kind === 'text' ? (
          part.text
        ) : (
          // oxlint-disable-next-line react/no-array-index-key -- and parts
          <a key={place} href={part.href} rel="ugc nofollow noopener" className="underline">
            {part.label}
          </a>
        ),
      )}
    </>
  )
}
