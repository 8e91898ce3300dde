/** What a parameter may be, and Stripe's words for one that is not. */
import { z } from 'zod'
import { invalid, type ApiError } from './api-error.ts'

export const text = z.string().min(1, 'empty').max(5000)
/** Text that an empty value takes away. */
export const clearableText = z
  .string()
  .max(5000)
  .transform((value) => (value === '' ? null : value))
export const email = z
  .string()
  .max(512)
  .refine((value) => value === '' || /^[^@\s]+@[^@\s]+$/.test(value), 'email')
  .transform((value) => (value === '' ? null : value))
export const integer = z
  .string()
  .regex(/^-?\d{1,15}$/, 'integer')
  .transform(Number)
export const flag = z
  .string()
  .regex(/^(true|false)$/, 'boolean')
  .transform((value) => value === 'true')
/** Seconds since 1970. */
export const timestamp = z
  .string()
  .regex(/^\d{1,12}$/, 'integer')
  .transform(Number)
export const webAddress = z
  .string()
  .min(1, 'empty')
  .refine((value) => /^https?:\/\//.test(value) && URL.canParse(value), 'url')

/** One of these words. */
export function oneOf<const Word extends string>(...words: Word[]): z.ZodType<Word, string> {
  return z.enum(words, { error: `enum:${words.join(', ')}` })
}

/** Names and values to add; an empty value takes one away, '' as a whole takes all. */
export const metadata = z.union([z.literal(''), z.record(z.string(), z.string())])

/** A moment, or bounds of one. */
export const range = z.union([
  timestamp,
  z.strictObject({
    gt: timestamp.optional(),
    gte: timestamp.optional(),
    lt: timestamp.optional(),
    lte: timestamp.optional(),
  }),
])

export type Range = z.output<typeof range>

/** Whether a moment is within the bounds asked for. */
export function within(moment: number, bounds: Range | undefined): boolean {
  if (bounds === undefined) return true
  if (typeof bounds === 'number') return moment === bounds
  const { gt, gte, lt, lte } = bounds
  return (
    (gt === undefined || moment > gt) &&
    (gte === undefined || moment >= gte) &&
    (lt === undefined || moment < lt) &&
    (lte === undefined || moment <= lte)
  )
}

/** The earliest moment that bounds let through, or null when they have no beginning. */
export function earliestOf(bounds: Range | undefined): number | null {
  if (bounds === undefined || typeof bounds === 'number') return bounds ?? null
  return bounds.gte ?? bounds.gt ?? null
}

/** What every request may carry. */
export const common = { expand: z.array(z.string()).optional() }

/** What every list may carry. */
export const listing = {
  ...common,
  limit: integer.optional(),
  starting_after: text.optional(),
  ending_before: text.optional(),
}

/** Stripe's answer to the first thing that is wrong with the parameters. */
export function refusalOf(issue: z.core.$ZodIssue, given: unknown): ApiError {
  if (issue.code === 'unrecognized_keys') {
    const param = nameOf([...issue.path, issue.keys[0] ?? ''])
    return invalid(`Received unknown parameter: ${param}`, { code: 'parameter_unknown', param })
  }
  const deeper = issue.code === 'invalid_union' ? deepest(issue) : null
  if (deeper !== null) return refusalOf({ ...deeper, path: [...issue.path, ...deeper.path] }, given)
  const param = nameOf(issue.path)
  const value = valueAt(given, issue.path)
  if (value === undefined)
    return invalid(`Missing required param: ${param}.`, { code: 'parameter_missing', param })
  return wrongValue(issue.message, param, value)
}

/** Of the ways in which nothing of a union fits, the one that got furthest says most. */
function deepest(issue: z.core.$ZodIssueInvalidUnion): z.core.$ZodIssue | null {
  const tried = issue.errors.flatMap(([first]) => (first === undefined ? [] : [first]))
  const structured = tried.find((one) => one.code === 'unrecognized_keys' || one.path.length > 0)
  return structured ?? tried[0] ?? null
}

function wrongValue(problem: string, param: string, value: unknown): ApiError {
  const shown = typeof value === 'string' ? value : JSON.stringify(value)
  if (problem === 'integer')
    return invalid(`Invalid integer: ${shown}`, { code: 'parameter_invalid_integer', param })
  if (problem === 'boolean') return invalid(`Invalid boolean: ${shown}`, { param })
  if (problem === 'email')
    return invalid(`Invalid email address: ${shown}`, { code: 'email_invalid', param })
  if (problem === 'url') return invalid('Not a valid URL', { code: 'url_invalid', param })
  if (problem === 'empty')
    return invalid(
      `You passed an empty string for '${param}'. We assume empty values are an attempt to unset a parameter; however '${param}' cannot be unset. You should remove '${param}' from your request or supply a non-empty value.`,
      { code: 'parameter_invalid_empty', param },
    )
  if (problem.startsWith('enum:'))
    return invalid(`Invalid ${param}: must be one of ${problem.slice(5)}`, { param })
  return invalid(`Invalid ${param}: ${shown}`, { param })
}

function nameOf([first = '', ...rest]: readonly PropertyKey[]): string {
  return String(first) + rest.map((part) => `[${String(part)}]`).join('')
}

function valueAt(given: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, part) =>
      typeof value === 'object' && value !== null ? Reflect.get(value, part) : undefined,
    given,
  )
}
