/**
 * The SDK's own types as JSON Schemas, so that a test can tell whether what is served is what Stripe's
 * SDK says Stripe serves. Fields that the SDK does not know are refused as well.
 */
import path from 'node:path'
import { Ajv, type ValidateFunction } from 'ajv'
import { buildGenerator, getProgramFromFiles } from 'typescript-json-schema'
import { z } from 'zod'

const object = z.record(z.string(), z.unknown())

/** Takes some seconds: TypeScript reads all of the SDK's declarations. */
export function readSchemas(): (kind: string) => ValidateFunction {
  const file = path.join(import.meta.dirname, 'shapes.d.ts')
  const program = getProgramFromFiles([file], {
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
  const schema = object.parse(generator?.getSchemaForSymbol('Shapes'))
  const ajv = new Ajv({ strict: false, allErrors: false, discriminator: false })
  ajv.addSchema({ ...object.parse(mend(schema)), $id: 'stripe' })
  return (kind) => {
    const found = ajv.getSchema(`stripe#/properties/${kind}`)
    if (!found) throw new Error(`There is no shape for ${kind} in shapes.d.ts.`)
    return found
  }
}

/** On the wire a Decimal is text; and a union of nothing, which TypeScript calls void, is never there. */
function mend(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(mend)
  const read = object.safeParse(schema)
  if (!read.success) return schema
  const entries = Object.entries(read.data).map(([name, value]): [string, unknown] => {
    if (name === 'Decimal') return [name, { type: 'string' }]
    return [name, mend(value)]
  })
  const mended = Object.fromEntries(entries)
  if (Array.isArray(mended.anyOf) && mended.anyOf.length === 0) {
    delete mended.anyOf
    mended.not = {}
  }
  return mended
}
