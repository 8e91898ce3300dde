/** What every page of the inbox has around its content. */
import { html, type Markup } from '../html.ts'

type Page = {
  title: string
  main: Markup
  /** Brings new mails in by itself: with a script at once, without one every ten seconds. */
  live?: boolean
}

const ICON =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Crect x='1' y='3' width='14' height='10' rx='2' fill='%232f6f62'/%3E%3Cpath d='m2 5 6 4 6-4' fill='none' stroke='white' stroke-width='1.4'/%3E%3C/svg%3E"

export function pageOf({ title, main, live = false }: Page): Markup {
  return html`<html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      ${
        live
          ? html`<noscript><meta http-equiv="refresh" content="10" /></noscript>
              <script src="/inbox.js" type="module"></script>`
          : null
      }
      <title>${title}</title>
      <link rel="icon" href="${ICON}" />
      <link rel="stylesheet" href="/inbox.css" />
    </head>
    <body>
      <header class="top">
        <p><a href="/">Local inbox</a> — mails of the demo, nothing leaves this machine</p>
      </header>
      <main>${main}</main>
    </body>
  </html>`
}

export function missingPage(sentence: string): Markup {
  return pageOf({
    title: 'Not here · Local inbox',
    main: html`<div class="empty">
      <h1>Not here</h1>
      <p>${sentence}</p>
      <p><a href="/">All mails</a></p>
    </div>`,
  })
}

const moment = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  timeZoneName: 'short',
})

/** In the zone of this machine, which it names. */
export function timeOf(when: Date): Markup {
  return html`<time datetime="${when.toISOString()}">${moment.format(when)}</time>`
}

/** "1 mail", "12 mails". */
export function countOf(count: number): string {
  return count === 1 ? '1 mail' : `${count} mails`
}
