/** The forms and the server actions of a page, read from what stands in it. */
import type { Element, RootContent } from 'hast'
import { elementsOf } from './found.ts'

/** A form as a browser would send it. */
export type Form = {
  method: 'GET' | 'POST'
  /** Where it is sent, without what a GET adds. */
  target: URL
  /** The server action it calls, by the id of the build. */
  action: string | null
  fields: [name: string, value: string][]
}

/** Every form of a page; a button that sends it elsewhere makes one of its own. */
export function formsIn(html: string, asked: URL): Form[] {
  return elementsOf(html)
    .filter(({ tagName }) => tagName === 'form')
    .flatMap((form) => {
      const inside = descendants(form)
      const buttons = inside.filter(
        ({ properties }) =>
          properties.formAction !== undefined || properties.formMethod !== undefined,
      )
      const fields = inside.flatMap(fieldOf)
      return [form, ...buttons].map((sender) => {
        const written = sender.properties.formAction ?? form.properties.action
        const method = sender.properties.formMethod ?? form.properties.method ?? 'get'
        // A form without an address is sent to the page it stands on.
        const target = new URL(written ?? asked, asked)
        const post = method.toLowerCase() === 'post'
        return {
          method: post ? 'POST' : 'GET',
          target,
          action: actionOf([...fields, ...fieldOf(sender)]),
          fields,
        } satisfies Form
      })
    })
}

function descendants(element: Element): Element[] {
  const all: Element[] = []
  const visit = (node: RootContent) => {
    if (node.type !== 'element') return
    all.push(node)
    node.children.forEach(visit)
  }
  element.children.forEach(visit)
  return all
}

function fieldOf({ tagName, properties }: Element): [string, string][] {
  const named = ['input', 'textarea', 'select', 'button'].includes(tagName)
  if (!named || typeof properties.name !== 'string') return []
  return [[properties.name, String(properties.value ?? '')]]
}

/** React names the action in a field: whole, or in the data of the arguments that are bound to it. */
function actionOf(fields: [string, string][]): string | null {
  for (const [name, value] of fields) {
    const [, whole] = /^\$ACTION_ID_([0-9a-f]+)$/.exec(name) ?? []
    const [, bound] = /^\$ACTION_\d+:0$/.test(name) ? (/"id":"([0-9a-f]+)"/.exec(value) ?? []) : []
    if (whole ?? bound) return whole ?? bound ?? null
  }
  return null
}
