import { readFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import type { Form } from './forms.ts'
import { root } from './stack.ts'

const manifest = z.object({
  node: z.record(z.string(), z.object({ exportedName: z.string(), filename: z.string() })),
})

function readManifest() {
  const file = path.join(root, '.next', 'server', 'server-reference-manifest.json')
  return Object.entries(manifest.parse(JSON.parse(readFileSync(file, 'utf8'))).node)
}

/** The server actions of the build by name, as it says itself, each with the id it is called under. */
export function builtActions(): Map<string, string> {
  return new Map(readManifest().map(([id, { exportedName }]) => [exportedName, id]))
}

/**
 * The parts of a call as React writes them for an action whose last argument is a form: the fields before what
 * names them, or they are not there yet when it is read, and under this name, or the form is empty.
 */
export function partsOfCall<Value = string>(
  id: string,
  fields: Record<string, Value>,
): [name: string, value: Value | string][] {
  const named = Object.entries(fields).map(([name, value]): [string, Value] => [
    `_1_${name}`,
    value,
  ])
  // The id begins with the arguments that the action takes: 60 is the state of a form, and the form.
  return [...named, ['0', id.startsWith('60') ? '[null,"$K1"]' : '["$K1"]']]
}

/** The names of those that are of the newsroom. */
export function builtStaffActions(): string[] {
  return readManifest()
    .filter(([, { filename }]) => filename.startsWith('app/(newsroom)/'))
    .map(([, { exportedName }]) => exportedName)
}

/**
 * The form of an action as anybody can write it who knows its id, which every page with such a form
 * tells: nobody has to be shown a form to send it.
 */
export function forgeForm(name: string, page: string): Form {
  const id = builtActions().get(name)
  if (id === undefined) throw new Error(`The build has no action “${name}”.`)
  // The id begins with the arguments that the action takes: 60 is the state of a form, and the form.
  if (!id.startsWith('60')) return { path: page, fields: { [`$ACTION_ID_${id}`]: '' } }
  const bound = JSON.stringify({ id, bound: '$@1' })
  return {
    path: page,
    fields: { $ACTION_REF_1: '', '$ACTION_1:0': bound, '$ACTION_1:1': '[null]' },
  }
}
