/** Where a portal leads when something was done, and back without doing it. */
import { html, type Markup } from '../../html.ts'
import { type Answer, sendTo } from '../exchange.ts'
import { page } from './layout.ts'
import type { Portal } from './portal.ts'

/** A link for one thing leads where it says; any other portal shows its first page. */
export function finished({ flow, home }: Portal, done: string): Answer {
  const after = flow?.after_completion
  if (after?.redirect) return sendTo(after.redirect.return_url)
  if (after?.type === 'hosted_confirmation') return sendTo(`${home}/done`)
  return sendTo(`${home}?done=${done}`)
}

/** The confirmation that a link for one thing ends with. */
export function finishedPage({ flow, returnUrl }: Portal): Answer {
  const message = flow?.after_completion.hosted_confirmation?.custom_message ?? null
  return page({
    title: 'Done',
    main: html`<section class="card">
      <h1>Done</h1>
      <p role="status">${message ?? 'Your changes have been saved.'}</p>
      ${
        returnUrl === null
          ? null
          : html`<p>
              <a class="button" href="${returnUrl}">Return to ${new URL(returnUrl).host}</a>
            </p>`
      }
    </section>`,
  })
}

/** The way back from a page without doing anything. */
export function wayBack({ flow, home, returnUrl }: Portal): Markup {
  const target = flow === null ? home : (returnUrl ?? home)
  return html`<a class="button" href="${target}">Go back</a>`
}
