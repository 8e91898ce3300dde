import { existsSync, globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'

const root = path.join(import.meta.dirname, '..', '..')
const page = readFileSync(path.join(root, 'SECURITY.md'), 'utf8')

const [, attacks = ''] = page.split(/^## Who attacks/m)
const rows = (attacks.split(/^## /m)[0] ?? '')
  .split('\n')
  .filter(
    (line) =>
      line.startsWith('| ') && !/^. who +. what for /.test(line) && !line.startsWith('| --'),
  )
  .map((line) => line.split('|').map((cell) => cell.trim()))

const namedIn = (text: string) => [...text.matchAll(/`([\w./-]+)`/g)].map(([, name = '']) => name)
const isTest = (name: string) => /\.(test|spec)\.tsx?$/.test(name)

test('there is a table of who attacks, for what, what stops them and which test shows it', () => {
  expect(rows.length).toBeGreaterThan(30)
  for (const cells of rows) expect(cells).toHaveLength(6)
})

test.each(rows.map(([, who, what, , tests = '']) => [`${who}: ${what}`, tests]))(
  '%s has a test, and it is there',
  (_attack, tests) => {
    const named = namedIn(tests)
    expect(named.filter(isTest).length).toBeGreaterThan(0)
    expect(named.filter((file) => !existsSync(path.join(root, file)))).toEqual([])
  },
)

test('every file that the page names is there', () => {
  const files = namedIn(page).filter((name) => /^[a-z]\w*\/[\w./-]+\.\w+$/.test(name))
  expect(files.length).toBeGreaterThan(50)
  expect(files.filter((file) => !existsSync(path.join(root, file)))).toEqual([])
})

test('every row of the wall that the page names is tried', () => {
  const wall = globSync('e2e/wall/*.ts', { cwd: root })
    .map((file) => readFileSync(path.join(root, file), 'utf8'))
    .join('\n')
  for (const [row = ''] of page.matchAll(/\bW\d+\b/g)) expect(wall).toContain(`'${row}'`)
})
