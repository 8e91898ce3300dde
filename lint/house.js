/**
 * oxlint rules of this house. The table is in `rooms.js`; this file only compares imports with it.
 */
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { documents, onePlace, pure, rooms } from './rooms.js'

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
const fixtures = 'lint/fixtures/'
const isTest = (file) => /\.test\.tsx?$/.test(file) || file.includes('/testing/')
/** Next wants an error boundary under a name of its own, and as a client component. */
const isClient = (file) => /(\.client|\/error|\/global-error)\.tsx?$/.test(file)

/** Path of a file inside the house; a fixture counts as the file it imitates. */
function placeOf(filename) {
  const place = path.relative(root, filename).split(path.sep).join('/')
  return place.startsWith(fixtures) ? place.slice(fixtures.length) : place
}

/** Where an import leads inside the house, or null for a package. */
function targetOf(specifier, file) {
  if (specifier.startsWith('#')) return specifier.slice(1)
  if (specifier.startsWith('.')) return path.posix.join(path.posix.dirname(file), specifier)
  return null
}

function roomOf(file) {
  const fitting = rooms.filter((room) => file.startsWith(room.path))
  return fitting.toSorted((a, b) => b.path.length - a.path.length)[0]
}

/** Calls `visit(node, specifier, typeOnly)` for every way a module can be imported. */
function onImports(visit) {
  const fromSource = (node, typeOnly) => {
    if (node.source && typeof node.source.value === 'string')
      visit(node, node.source.value, typeOnly)
  }
  return {
    ImportDeclaration: (node) =>
      fromSource(
        node,
        node.importKind === 'type' ||
          (node.specifiers.length > 0 && node.specifiers.every((s) => s.importKind === 'type')),
      ),
    ExportNamedDeclaration: (node) => fromSource(node, node.exportKind === 'type'),
    ExportAllDeclaration: (node) => fromSource(node, node.exportKind === 'type'),
    ImportExpression: (node) => fromSource(node, false),
  }
}

const rule = (create) => ({
  create(context) {
    const file = placeOf(context.filename)
    return create(file, (node, message) => context.report({ node, message }))
  },
})

const direction = rule((file, report) => {
  const room = roomOf(file)
  if (!room || isTest(file)) return {}
  return onImports((node, specifier) => {
    const target = targetOf(specifier, file)
    if (target === null || target === file || /\.(css|json)$/.test(target)) return
    if (!room.may.some((allowed) => target.startsWith(allowed)))
      report(node, `${room.path} may not import ${target}. ${room.why}`)
  })
})

const packages = rule((file, report) => {
  if (isTest(file)) return {}
  return onImports((node, specifier) => {
    const entry = onePlace.find((one) => one.package.test(specifier))
    if (entry && !entry.allowed.some((allowed) => file.startsWith(allowed))) report(node, entry.why)
  })
})

const purity = rule((file, report) => {
  if (isTest(file) || !pure.some((pattern) => pattern.test(file))) return {}
  return onImports((node, specifier, typeOnly) => {
    const target = targetOf(specifier, file)
    if (typeOnly || (target !== null && pure.some((pattern) => pattern.test(target)))) return
    report(
      node,
      `${file} is pure and imports types only: given the same arguments it must give the same answer, so ${specifier} has no place in it.`,
    )
  })
})

const client = rule((file, report) => ({
  Program(node) {
    const first = node.body[0]
    const marked = first?.type === 'ExpressionStatement' && first.directive === 'use client'
    if (marked !== isClient(file) && (marked || file.startsWith('app/')))
      report(
        node,
        "A client component is named *.client.tsx and begins with 'use client', both or neither, so that what reaches browsers is seen in a listing.",
      )
  },
  ...(isClient(file)
    ? onImports((node, specifier, typeOnly) => {
        const target = targetOf(specifier, file)
        if (target && /^(lib|db)\//.test(target) && !typeOnly)
          report(
            node,
            `A client component may not import ${target}: what it imports is sent to browsers.`,
          )
      })
    : {}),
}))

const reading = rule((file, report) => {
  if (isTest(file) || !documents.files.some((pattern) => pattern.test(file))) return {}
  return onImports((node, specifier, typeOnly) => {
    const target = targetOf(specifier, file) ?? specifier
    if (!typeOnly && documents.mayNot.some((pattern) => pattern.test(target)))
      report(node, `${file} may not import ${target}. ${documents.why}`)
  })
})

export default {
  meta: { name: 'house' },
  rules: { direction, packages, purity, client, reading },
}
