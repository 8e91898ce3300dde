import { html, type Markup } from '../../html.ts'

/** A control as one button. Afterwards the page shows the customer `back`, if there is one. */
export function button(
  path: string,
  label: string,
  fields: Record<string, string | number> = {},
  back = '',
): Markup {
  const all = back === '' ? fields : { ...fields, [BACK]: back }
  return html`<form method="post" action="/_sim${path}">
    ${Object.entries(all).map(
      ([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`,
    )}
    <button>${label}</button>
  </form>`
}

/** The field that says whom the page shows; no control takes it. */
export const BACK = 'shown_customer'
