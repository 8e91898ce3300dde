import type { OwnGiftLink } from '#lib/gift-links/own.ts'
import { formatDay } from '#lib/format.ts'
import { Submit } from '../../../parts/submit.client.tsx'
import { takeLinkBack } from './actions.ts'
import { CopyLink } from './copy.client.tsx'

/** One article that was given away. */
export function LinkLine({ link, siteUrl }: { link: OwnGiftLink; siteUrl: URL }) {
  const { id, slug, headline, state, path, opened } = link
  return (
    <li id={`link-${id}`} className="grid gap-3 py-5 target:bg-panel">
      <h2 className="font-serif text-xl leading-snug font-semibold">
        {slug === null ? headline : <a href={`/articles/${slug}`}>{headline}</a>}
      </h2>
      <p className="text-[0.9375rem] text-soft">
        {sayState(link)} · {sayOpened(opened)}
      </p>
      {path !== null && (
        <CopyLink id={id} headline={headline} address={new URL(path, siteUrl).href} />
      )}
      {state === 'open' && (
        <form action={takeLinkBack}>
          <input type="hidden" name="link" value={id} />
          <Submit pending="Taking it back …" quiet>
            Take it back
            <span className="sr-only">: the link to {headline}</span>
          </Submit>
        </form>
      )}
    </li>
  )
}

function sayState({ state, madeAt, endsAt, path }: OwnGiftLink): string {
  switch (state) {
    case 'open':
      return path === null
        ? `Open until ${formatDay(endsAt)}; its address cannot be shown again`
        : `Open until ${formatDay(endsAt)}`
    case 'over':
      return `Given ${formatDay(madeAt)}, closed ${formatDay(endsAt)}`
    case 'taken_back':
      return `Given ${formatDay(madeAt)}, taken back`
    case 'paused':
      return 'Closed, as no subscription of yours runs'
    case 'withdrawn':
      return 'The article is not there any more'
    case 'everybodys':
      return 'Everybody may read this article by now'
  }
}

function sayOpened(opened: number): string {
  if (opened === 0) return 'not opened yet'
  return opened === 1 ? 'opened once' : `opened ${opened} times`
}
