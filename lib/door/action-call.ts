/**
 * What may reach a server action. Next hands an action whatever arguments a request names, and what does
 * not fit is a fault of ours in its eyes: a 500 and a stack in the log, for anybody who cares to ask.
 */
import type { IncomingHttpHeaders } from 'node:http'
import type { BuiltActions } from './built-actions.ts'

/** Handed on, or refused: 400 for what is no form of ours, 409 for an action that is not at this address. */
export type CallReading = 'fine' | 400 | 409

type Posted = { path: string; headers: IncomingHttpHeaders; bytes: Buffer }

/**
 * Reads what was posted to a page. Each action of the house takes a form as its last argument (or none),
 * and what it may be bound to is plain data; `actions` is null while developing, when nothing is known of them.
 */
export async function readCall(posted: Posted, actions: BuiltActions | null): Promise<CallReading> {
  const type = posted.headers['content-type'] ?? ''
  const called = posted.headers['next-action']
  if (!/^multipart\/form-data\b/i.test(type))
    return called === undefined ? 'fine' : readPlainCall(posted, called.toString(), actions)
  const form = await readForm(posted.bytes, type)
  if (form === null) return 400
  return called === undefined
    ? readPlainForm(form, posted.path, actions)
    : readArguments(only(form, '0'), called.toString(), posted.path, actions)
}

async function readForm(bytes: Buffer, type: string): Promise<FormData | null> {
  try {
    return await new Response(new Uint8Array(bytes), {
      headers: { 'content-type': type },
    }).formData()
  } catch {
    // No boundary, another one than in the body, or an end that is missing.
    return null
  }
}

/** React sends text when no argument is a form: right for an action that takes none. */
function readPlainCall({ path, bytes }: Posted, id: string, actions: BuiltActions | null) {
  return readArguments(bytes.toString('utf8'), id, path, actions)
}

/** Next notes so many in an id. */
const MOST_ARGUMENTS = 6

/**
 * How many arguments an action reads; null: it is no id. The first byte of an id says which of them,
 * from the left, between its first bit and its last.
 */
function argumentsOf(id: string): number | null {
  if (!/^[\da-f]{42}$/.test(id)) return null
  const used = Number.parseInt(id.slice(0, 2), 16).toString(2).padStart(8, '0').slice(1, 7)
  return used.lastIndexOf('1') + 1
}

function readArguments(
  said: FormDataEntryValue | null,
  id: string,
  path: string,
  actions: BuiltActions | null,
): CallReading {
  const wanted = argumentsOf(id)
  if (wanted === null) return 400
  if (!isHere(id, path, actions)) return 409
  const given = parse(said)
  if (!Array.isArray(given) || given.length < wanted || given.length > MOST_ARGUMENTS) return 400
  const last = Math.max(wanted, 1) - 1
  const form: unknown = given[last]
  if (!given.toSpliced(last, 1).every((one) => isPlain(one))) return 400
  return isFormOfCall(form) || wanted === 0 ? 'fine' : 400
}

const isFormOfCall = (said: unknown) => typeof said === 'string' && /^\$K[\da-f]{1,4}$/.test(said)

const isHere = (id: string, path: string, actions: BuiltActions | null) =>
  actions === null || actions.get(id)?.isAt(path) === true

/** A form as a browser sends it without scripts names its action in a field, and what it is bound to in others. */
function readPlainForm(form: FormData, path: string, actions: BuiltActions | null): CallReading {
  const named = [...form.keys()].flatMap((field) => actionOf(form, field) ?? [])
  if (named.length === 0 || named.includes('broken')) return 400
  return named.every((id) => isHere(id, path, actions)) ? 'fine' : 409
}

/** The id that a field names, `broken` when it names none that can be called so, null when it names nothing. */
function actionOf(form: FormData, field: string): string | null {
  const [, plain] = /^\$ACTION_ID_(.*)$/s.exec(field) ?? []
  if (plain !== undefined) return (argumentsOf(plain) ?? 9) <= 1 ? plain : 'broken'
  const [, bound] = /^\$ACTION_REF_(.*)$/s.exec(field) ?? []
  return bound === undefined ? null : boundAction(form, bound)
}

function boundAction(form: FormData, prefix: string): string {
  const reference = parse(only(form, `$ACTION_${prefix}:0`))
  const bound = parse(only(form, `$ACTION_${prefix}:1`))
  const id: unknown = Object(reference).id
  if (typeof id !== 'string' || Object(reference).bound !== '$@1') return 'broken'
  const wanted = argumentsOf(id)
  if (wanted === null || !Array.isArray(bound) || bound.length !== Math.max(0, wanted - 1))
    return 'broken'
  return bound.every((one) => isPlain(one)) ? id : 'broken'
}

/** The value of a field; of one that is there twice, two readers would take two. */
function only(form: FormData, field: string): FormDataEntryValue | null {
  const values = form.getAll(field)
  return values.length === 1 ? (values[0] ?? null) : null
}

function parse(said: FormDataEntryValue | null): unknown {
  if (typeof said !== 'string') return undefined
  try {
    return JSON.parse(said)
  } catch {
    return undefined
  }
}

/** As deep as what a form of ours holds, and deeper than it needs to be. */
const DEEPEST = 8

/** Whether a value is data and no more: with a dollar in front React reads references, which may lead anywhere. */
function isPlain(value: unknown, deep = 0): boolean {
  if (typeof value === 'string') return !value.startsWith('$') || /^\$(\$|undefined$)/.test(value)
  if (typeof value !== 'object' || value === null) return value !== undefined
  return deep < DEEPEST && Object.values(value).every((one) => isPlain(one, deep + 1))
}
