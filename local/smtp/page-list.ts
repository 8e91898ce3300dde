/** `GET /`: what came in, newest first. */
import { html, type Markup } from '../html.ts'
import { countOf, pageOf, timeOf } from './page.ts'
import { KEPT, type MailStore, type Summary } from './store.ts'

/** `part` is what an address must contain; empty shows every mail. */
export function listPage(store: MailStore, part: string): Markup {
  const all = store.list({})
  const wanted = part.trim()
  const mails = wanted === '' ? all : store.list({ containing: wanted })
  return pageOf({
    title: `${wanted === '' ? '' : `${wanted} · `}Local inbox (${all.length})`,
    live: true,
    main: html`<div class="bar">
        <h1>${wanted === '' ? 'All mails' : `Mails to “${wanted}”`}</h1>
        ${filterForm(all, wanted)}
      </div>
      <div id="mails" data-latest="${store.latest()}">
        ${
          mails.length > 0
            ? html`<ol class="mails">
                ${mails.map(row)}
              </ol>`
            : emptyState(wanted)
        }
        ${all.length > 0 ? footer(all.length, mails.length) : null}
      </div>
      <p id="news" class="hidden" role="status"></p>`,
  })
}

function filterForm(all: Summary[], wanted: string): Markup {
  const addresses = new Set(all.flatMap((mail) => mail.recipients))
  return html`<form class="filter" action="/" role="search">
    <label for="to">Sent to</label>
    <input
      id="to"
      name="to"
      type="search"
      list="addresses"
      value="${wanted}"
      placeholder="anna@example.com"
      autocomplete="off"
      autocapitalize="none"
      spellcheck="false"
    />
    <datalist id="addresses">
      ${[...addresses].map((address) => html`<option value="${address}"></option>`)}
    </datalist>
    <button>Filter</button>
    ${wanted === '' ? null : html`<a href="/">Show all</a>`}
  </form>`
}

function row(mail: Summary): Markup {
  return html`<li>
    <h2>
      <a id="mail-${mail.id}" href="/messages/${mail.id}">${mail.subject || '(no subject)'}</a>
    </h2>
    <p class="who">
      <span>to <b>${mail.recipients.join(', ')}</b></span>
      <span>from ${mail.from || '(nobody)'}</span>
    </p>
    ${timeOf(mail.received)}
  </li>`
}

function emptyState(wanted: string): Markup {
  if (wanted !== '')
    return html`<div class="empty">
      <p>No mail to “${wanted}” yet. It will appear here by itself.</p>
      <p><a href="/">Show all</a></p>
    </div>`
  return html`<div class="empty">
    <p>No mails yet.</p>
    <p>
      Whatever the site sends appears here, by itself, instead of in a real mailbox: links to sign
      in, the welcome to a new subscriber, notices about payments and about a subscription that
      ends.
    </p>
    <p>To see the first one, open the site and sign in with any address: it need not exist.</p>
  </div>`
}

/** Opening a disclosure and then pressing a button is a question and its answer, without a script. */
function footer(count: number, shown: number): Markup {
  return html`<footer>
    <p>
      ${shown < count ? `${shown} of ${countOf(count)}` : countOf(count)}. The newest ${KEPT} are
      kept, also when the demo is stopped.
    </p>
    <details>
      <summary>Delete all…</summary>
      <form method="post" action="/messages/delete">
        <button class="danger">Delete ${countOf(count)} for good</button>
      </form>
    </details>
  </footer>`
}
