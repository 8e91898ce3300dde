/** `GET /messages/ID`: one mail, as a person sees it and as it was sent. */
import { FRAME_SANDBOX } from './frame.ts'
import { html, type Markup } from '../html.ts'
import { pageOf, timeOf } from './page.ts'
import type { ReadableMail } from './parse.ts'
import type { StoredMail } from './store.ts'

/** A page of several megabytes helps nobody; the whole source is a download away. */
const SOURCE_SHOWN = 100_000

export function mailPage(mail: StoredMail, content: ReadableMail): Markup {
  const subject = mail.subject || '(no subject)'
  return pageOf({
    title: `${subject} · Local inbox`,
    main: html`<article class="mail">
      <p class="back"><a href="/">← All mails</a></p>
      <h1>${subject}</h1>
      ${facts(mail, content)}
      <div class="parts">
        ${content.html === null ? null : htmlPart(mail.id, subject)}
        ${content.text === null ? null : textPart(content.text)}
        ${
          content.html === null && content.text === null
            ? html`<p>This mail has neither an HTML nor a plain-text part.</p>`
            : null
        }
      </div>
      <details>
        <summary>Headers</summary>
        <dl class="headers">
          ${Object.entries(content.headers).map(
            ([name, value]) =>
              html`<dt>${name}</dt>
                <dd>${value}</dd>`,
          )}
        </dl>
      </details>
      ${source(mail)}
    </article>`,
  })
}

function facts(mail: StoredMail, content: ReadableMail): Markup {
  const attached = content.attachments.map(
    ({ name, type, size }) => `${name} (${type}, ${sizeOf(size)})`,
  )
  return html`<dl class="facts">
    <dt>To</dt>
    <dd>${mail.recipients.join(', ')}</dd>
    <dt>From</dt>
    <dd>${mail.from || '(nobody)'}</dd>
    <dt>Came in</dt>
    <dd>${timeOf(mail.received)}</dd>
    ${
      attached.length > 0
        ? html`<dt>Attached</dt>
            <dd>${attached.join(', ')}</dd>`
        : null
    }
  </dl>`
}

/** The sandbox gives the frame an origin of its own: nothing in it can reach this page. */
function htmlPart(id: number, subject: string): Markup {
  return html`<section class="html-part">
    <h2>HTML part</h2>
    <iframe
      src="/messages/${id}.html"
      title="HTML part of “${subject}”"
      sandbox="${FRAME_SANDBOX}"
      referrerpolicy="no-referrer"
    ></iframe>
    <p><a href="/messages/${id}.html">Open the HTML part alone</a></p>
  </section>`
}

function textPart(text: string): Markup {
  return html`<section class="text-part">
    <h2>Plain-text part</h2>
    <pre tabindex="0">${withLinks(text)}</pre>
  </section>`
}

/** Web addresses become links: in a mail without HTML this is the way to sign in. */
function withLinks(text: string): (Markup | string)[] {
  const pieces = text.split(/(https?:\/\/[^\s<>"']*[^\s<>"'.,;:!?)\]])/)
  return pieces.map((piece, index) =>
    index % 2 === 1 ? html`<a href="${piece}" rel="noreferrer">${piece}</a>` : piece,
  )
}

function source(mail: StoredMail): Markup {
  const shown = mail.raw.subarray(0, SOURCE_SHOWN).toString('utf8')
  const cut = mail.size > SOURCE_SHOWN ? ` Only its first ${sizeOf(SOURCE_SHOWN)} are shown.` : ''
  return html`<details>
    <summary>Source</summary>
    <p><a href="/messages/${mail.id}.eml">Download as .eml</a> (${sizeOf(mail.size)}).${cut}</p>
    <pre tabindex="0">${shown}</pre>
  </details>`
}

function sizeOf(bytes: number): string {
  return bytes < 1000 ? `${bytes} bytes` : `${(bytes / 1000).toFixed(1)} kB`
}
