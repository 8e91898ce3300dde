import type { ArticlePage } from '#lib/articles/read.ts'

/** The ways to pass an article on. Plain links: nobody is told of a reader who does not take one. */
const ways: { name: string; address: (url: string, title: string) => string }[] = [
  { name: 'E-mail', address: (url, title) => `mailto:?subject=${title}&body=${url}` },
  {
    name: 'Bluesky',
    address: (url, title) => `https://bsky.app/intent/compose?text=${title}%20${url}`,
  },
  {
    name: 'LinkedIn',
    address: (url) => `https://www.linkedin.com/sharing/share-offsite/?url=${url}`,
  },
  { name: 'WhatsApp', address: (url, title) => `https://wa.me/?text=${title}%20${url}` },
]

/** Links that pass an article on by mail and over a few networks. */
export function Share({ article, siteUrl }: { article: ArticlePage; siteUrl: URL }) {
  const url = encodeURIComponent(new URL(`/articles/${article.slug}`, siteUrl).href)
  const title = encodeURIComponent(article.headline)
  return (
    <nav
      aria-label="Share this article"
      className="not-printed mt-10 flex flex-wrap gap-x-4 gap-y-1 border-t border-rule pt-3 text-[0.9375rem]"
    >
      <span className="py-0.5 text-soft">Share</span>
      {ways.map(({ name, address }) => (
        <a key={name} href={address(url, title)} rel="noopener" className="py-0.5 font-medium">
          {name}
        </a>
      ))}
    </nav>
  )
}
