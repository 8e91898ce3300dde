import type { ReaderClass } from '#lib/access/level.ts'
import type { ArticlePage } from '#lib/articles/read.ts'
import { PAYWALL_CLASS } from '#lib/articles/structured-data.ts'
import { environment } from '#lib/runtime.ts'
import { Corrections } from './corrections.tsx'
import { MarkerBlock } from './marker-block.tsx'
import { Share } from './share.tsx'

type Props = { article: ArticlePage; readerClass: ReaderClass }

/** The text, whole or as far as this class of reader may read it, and what belongs under it. */
export function ArticleBody({ article, readerClass }: Props) {
  const { continuation } = article
  const { siteUrl } = environment()
  return (
    <div className="frame mt-8 sm:mt-10">
      <Corrections corrections={article.corrections} weight="serious" />
      <Html html={article.previewHtml} />
      {continuation.kind === 'cut' && <MarkerBlock article={article} readerClass={readerClass} />}
      {continuation.kind === 'whole' && continuation.gatedHtml !== null && (
        <div id="read-on" className={`${PAYWALL_CLASS} mt-[1.4em]`}>
          <Html html={continuation.gatedHtml} />
        </div>
      )}
      <div className="mx-auto max-w-[38rem]">
        <Corrections corrections={article.corrections} weight="minor" />
        <Source source={article.source} />
        <p className="printed mt-10 border-t border-rule pt-3">
          {continuation.kind === 'cut' && 'This is the free part. The whole article is at '}
          {new URL(`/articles/${article.slug}`, siteUrl).href}
        </p>
        {/* Who was stopped at the marker is asked for one thing only. */}
        {continuation.kind === 'whole' && <Share article={article} siteUrl={siteUrl} />}
      </div>
    </div>
  )
}

/** `lib/articles` has sanitised this when it was written: nothing in it runs. */
function Html({ html }: { html: string }) {
  return html === '' ? null : <div className="prose" dangerouslySetInnerHTML={{ __html: html }} />
}

function Source({ source }: Pick<ArticlePage, 'source'>) {
  if (!source) return null
  return (
    <p className="mt-10 border-t border-rule pt-3 text-base text-soft">
      Source:{' '}
      {source.url ? (
        <a href={source.url} rel="noopener" className="font-semibold text-ink underline">
          {source.name}
        </a>
      ) : (
        <span className="font-semibold text-ink">{source.name}</span>
      )}
    </p>
  )
}
