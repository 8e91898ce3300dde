/** Markup that can not be made by accident: `html` escapes every value that is not markup already. */
class Markup {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

export type { Markup }

type Value = Markup | string | number | null | readonly Value[]

/** A template whose values are text, whatever they hold: a subject of `<script>` is shown as such. */
export function html(parts: TemplateStringsArray, ...values: Value[]): Markup {
  const text = parts.map((part, index) => part + render(values[index] ?? null))
  return new Markup(text.join(''))
}

function render(value: Value): string {
  if (value === null) return ''
  if (value instanceof Markup) return value.text
  if (typeof value === 'string' || typeof value === 'number') return escape(String(value))
  return value.map(render).join('')
}

const entities = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ["'", '&#39;'],
])

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => entities.get(sign) ?? sign)
}
