import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import postcss from 'postcss'

const app = path.dirname(import.meta.dirname)

const files = (ending: RegExp) =>
  readdirSync(app, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && ending.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))

/** Properties that name a side of the window, where one names a side of the line. */
const sided = /^(?:(?:scroll-)?(?:margin|padding)-|border-(?:top-|bottom-)?)?(?:left|right)\b/

/** Where there are four values, the second and the fourth are the right and the left side. */
const fourSided = /^(?:margin|padding|inset|border-width|border-style|border-color)$/

/** What a declaration says of left and right; in a publication that is written from right to left it would be wrong. */
function sideOf(property: string, value: string): string | null {
  const said = `${property}: ${value}`
  if (sided.test(property)) return said
  if (/^(?:float|clear|text-align)$/.test(property) && /^(?:left|right)$/.test(value)) return said
  const [, right, , left] = fourSided.test(property) ? postcss.list.space(value) : []
  return left !== undefined && left !== right ? said : null
}

/** Classes of Tailwind that do, whatever stands before them: `ml-2` and its like, for which there are `ms-2` and `me-2`. */
const sidedClass =
  /(?<![\w/.-])(?:[\w[\]=&>*:-]+:)?-?(?:(?:scroll-)?[mp][lr]-[\d[(]|(?:left|right)-[\d[(]|border-[lr](?![a-z])|rounded-(?:[lr]|[tb][lr])(?![a-z])|(?:text|float|clear)-(?:left|right)(?![\w-]))\S*/g

test('style sheets name sides of the line, and none of the window', () => {
  const found = files(/\.css$/).flatMap((file) => {
    const sides: string[] = []
    postcss.parse(readFileSync(file, 'utf8')).walkDecls(({ prop, value }) => {
      const side = sideOf(prop, value)
      if (side !== null) sides.push(`${path.relative(app, file)}: ${side}`)
    })
    return sides
  })
  expect(found).toEqual([])
})

test('classes name sides of the line, and none of the window', () => {
  const found = files(/\.tsx$/).flatMap((file) => {
    const strings = readFileSync(file, 'utf8').match(/(["'`])(?:(?!\1)[^\\]|\\.)*\1/g) ?? []
    return strings.flatMap((words) =>
      [...words.matchAll(sidedClass)].map(([one]) => `${path.relative(app, file)}: ${one}`),
    )
  })
  expect(found).toEqual([])
})

test.each([
  ['padding-left', '1em'],
  ['border-left', '1px solid'],
  ['left', '0'],
  ['text-align', 'right'],
  ['margin', '0 1em 0 0'],
])('a side of the window is found: %s: %s', (property, value) => {
  expect(sideOf(property, value)).not.toBeNull()
})

test.each([
  ['padding-inline-start', '1em'],
  ['margin', '0 auto'],
  ['margin', '0 1em 2em 1em'],
  ['text-align', 'end'],
])('a side of the line is none: %s: %s', (property, value) => {
  expect(sideOf(property, value)).toBeNull()
})

test.each([
  'ml-2',
  'sm:pr-4',
  '-left-[4.5px]',
  'border-l-[3px]',
  'border-l',
  'text-right',
  'hover:rounded-tl',
])('a class of a side is found: %s', (one) =>
  expect(`flex ${one} grid`.match(sidedClass)).toEqual([one]),
)

test.each(['ms-2', 'sm:pe-4', 'text-lg', 'border-s', 'plate', 'prose', 'mx-2', 'rounded-sm'])(
  'a class of none is not: %s',
  (one) => expect(`flex ${one} grid`.match(sidedClass)).toBeNull(),
)
