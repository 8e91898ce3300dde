import type { APIRequestContext } from '@playwright/test'
import { stack } from './stack.ts'

/** What a form says of itself: where it is sent, its hidden fields, and what is chosen in it. */
export type Form = { path: string; fields: Record<string, string> }

/** Reads the form of a page that has a button with this label. */
export async function readForm(
  request: APIRequestContext,
  path: string,
  button: string,
): Promise<Form> {
  const html = await (await request.get(`${stack().site}${path}`)).text()
  const form = html.match(/<form[\s\S]*?<\/form>/g)?.find((one) => one.includes(button))
  if (!form) throw new Error(`${path} has no form with a button “${button}”.`)
  const fields = [...form.matchAll(/<input[^>]*>/g)]
    .map(([input]) => input)
    .filter((input) => / type="hidden"/.test(input) || / checked=""/.test(input))
    .map((input) => [attribute(input, 'name'), attribute(input, 'value')])
  return { path, fields: Object.fromEntries(fields) }
}

function attribute(tag: string, name: string): string {
  const [, value = ''] = new RegExp(` ${name}="([^"]*)"`).exec(tag) ?? []
  return value.replaceAll('&quot;', '"').replaceAll('&#x27;', "'").replaceAll('&amp;', '&')
}

/** Sends a form as a browser without JavaScript does, with more fields; does not follow where it leads. */
export async function sendForm(
  request: APIRequestContext,
  { path, fields }: Form,
  more: Record<string, string> = {},
) {
  const answer = await request.post(`${stack().site}${path}`, {
    headers: { Origin: stack().site },
    multipart: { ...fields, ...more },
    maxRedirects: 0,
  })
  return { status: answer.status(), location: answer.headers().location, html: await answer.text() }
}
