/** What every page has around its content. */
import { html, type Markup } from '../../html.ts'
import { type Answer, answerPage } from '../exchange.ts'

type Page = {
  title: string
  main: Markup
  /** A form of this page leads to another website, such as the one where something was bought. */
  leaves?: boolean
  status?: number
  width?: 'wide' | 'narrow'
}

const ICON =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Crect x='1' y='3' width='14' height='10' rx='2' fill='%233b4aa0'/%3E%3Cpath d='M1 6h14' stroke='white' stroke-width='2'/%3E%3C/svg%3E"

/** Browsers apply `form-action` to where a form's answer redirects, too. */
const policy = (leaves: boolean) =>
  [
    "default-src 'none'",
    "style-src 'self'",
    'img-src data:',
    leaves ? "form-action 'self' http: https:" : "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ')

export function page({
  title,
  main,
  leaves = false,
  status = 200,
  width = 'narrow',
}: Page): Answer {
  const whole = html`<html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <title>${title} · Local Stripe</title>
      <link rel="icon" href="${ICON}" />
      <link rel="stylesheet" href="/local-stripe.css" />
    </head>
    <body class="${width}">
      <header class="banner">
        <p>
          <strong>Local Stripe</strong> A stand-in on this machine. No real money moves, and no real
          card belongs here.
        </p>
      </header>
      <main>${main}</main>
    </body>
  </html>`
  const answer = answerPage(whole, status)
  return answer.kind === 'answer'
    ? { ...answer, headers: { 'content-security-policy': policy(leaves) } }
    : answer
}

/** Something that is not here, or not any more. */
export function sorry(title: string, sentence: string, way: Markup | null, status = 404): Answer {
  return page({
    title,
    status,
    main: html`<section class="card">
      <h1>${title}</h1>
      <p>${sentence}</p>
      ${way}
    </section>`,
  })
}

/** What was just done, for everybody to hear. */
export function notice(sentence: string | null): Markup | null {
  return sentence === null ? null : html`<p class="notice" role="status">${sentence}</p>`
}

const day = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  timeZone: 'UTC',
})
const minute = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  timeZone: 'UTC',
  timeZoneName: 'short',
})

/** "12 March 2027", from seconds. */
export function dayOf(seconds: number): Markup {
  const when = new Date(seconds * 1000)
  return html`<time datetime="${when.toISOString()}">${day.format(when)}</time>`
}

/** "12 Mar 2027, 09:30 UTC", from seconds. */
export function momentOf(seconds: number): Markup {
  const when = new Date(seconds * 1000)
  return html`<time datetime="${when.toISOString()}">${minute.format(when)}</time>`
}
