/**
 * The SDK's own types as JSON Schemas, so that a test can tell whether what is served is what Stripe's
 * SDK says Stripe serves. Fields that the SDK does not know are refused as well.
 */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { Ajv, type ValidateFunction } from 'ajv'
import { Stripe } from 'stripe'
import { buildGenerator, getProgramFromFiles } from 'typescript-json-schema'
import { z } from 'zod'

const object = z.record(z.string(), z.unknown())
const shapes = path.join(import.meta.dirname, 'shapes.d.ts')
const cache = path.join(import.meta.dirname, '../../../node_modules/.cache/foldline')

/** The check for a kind of object. The first use of each compiles it. */
export function readSchemas(): (kind: string) => ValidateFunction {
  const ajv = new Ajv({ strict: false })
  ajv.addSchema({ ...readCached(), $id: 'stripe' })
  return (kind) => {
    const found = ajv.getSchema(`stripe#/properties/${kind}`)
    if (!found) throw new Error(`There is no shape for ${kind} in shapes.d.ts.`)
    return found
  }
}

/** Reading all of the SDK's declarations takes long; they change only with its version. */
function readCached(): Record<string, unknown> {
  const sources = [Stripe.PACKAGE_VERSION, Stripe.API_VERSION]
  for (const file of [shapes, import.meta.filename]) sources.push(readFileSync(file, 'utf8'))
  const name = createHash('sha256').update(sources.join('\0')).digest('hex').slice(0, 16)
  const file = path.join(cache, `stripe-shapes-${name}.json`)
  if (existsSync(file)) return object.parse(JSON.parse(readFileSync(file, 'utf8')))
  const schema = object.parse(mend(generate()))
  mkdirSync(cache, { recursive: true })
  const draft = `${file}.${process.pid}`
  writeFileSync(draft, JSON.stringify(schema))
  renameSync(draft, file)
  return schema
}

function generate(): unknown {
  const program = getProgramFromFiles([shapes], {
    strict: true,
    skipLibCheck: true,
    target: 'es2022',
    module: 'esnext',
    moduleResolution: 'bundler',
    types: [],
  })
  const generator = buildGenerator(program, {
    required: true,
    noExtraProps: true,
    ignoreErrors: true,
  })
  return generator?.getSchemaForSymbol('Shapes')
}

/** On the wire a Decimal is text; and a union of nothing, which TypeScript calls void, is never there. */
function mend(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(mend)
  const read = object.safeParse(schema)
  if (!read.success) return schema
  const mended = Object.fromEntries(
    Object.entries(read.data).map(([name, value]): [string, unknown] => [
      name,
      name === 'Decimal' ? { type: 'string' } : mend(value),
    ]),
  )
  if (!Array.isArray(mended.anyOf) || mended.anyOf.length > 0) return mended
  const { anyOf: _nothing, ...rest } = mended
  return { ...rest, not: {} }
}
