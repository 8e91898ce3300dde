/** A table: caption, rows, cells with their scope and spans. */
import type { Element, ElementContent } from 'hast'
import { markersIn } from './cut.ts'
import { toInline } from './sanitise-inline.ts'
import { element, isElement, isVisible } from './sanitise-node.ts'
import type { Notebook } from './sanitise-notebook.ts'

type Nodes = ElementContent[]
type ToCell = (nodes: Nodes, notebook: Notebook) => Nodes
/** How the content of a cell takes its shape, and what stands outside of cells. */
type Shapers = { toCell: ToCell; toBlocks: ToCell }

const groups = ['thead', 'tbody', 'tfoot'] as const
const ofTables = [...groups, 'caption', 'col', 'colgroup', 'tr'] as const

/** A table, after what stood loose in it. */
export function toTable(node: Element, notebook: Notebook, { toCell, toBlocks }: Shapers): Nodes {
  const loose = node.children.filter(isLoose)
  const before = toBlocks(loose, notebook)
  const parts = node.children
    .filter((child) => !isLoose(child))
    .flatMap((child) => toPart(child, notebook, toCell))
  const table = isVisible(parts) ? [element('table', parts)] : markersIn(parts)
  return [...before, ...table]
}

function isLoose(node: ElementContent): boolean {
  if (node.type === 'text') return node.value.trim() !== ''
  return isElement(node) && !isElement(node, ...ofTables)
}

function toPart(node: ElementContent, notebook: Notebook, toCell: ToCell): Nodes {
  if (isElement(node, 'caption')) {
    const line = node.children.flatMap((child) => toInline(child, notebook))
    const marks = markBefore(node, notebook)
    return [...marks, ...(isVisible(line) ? [element('caption', line)] : markersIn(line))]
  }
  if (isElement(node, ...groups)) {
    const rows = node.children.flatMap((child) => toRow(child, notebook, toCell))
    const marks = markBefore(node, notebook)
    return rows.length > 0 ? [...marks, element(node.tagName, rows)] : marks
  }
  return toRow(node, notebook, toCell)
}

function toRow(node: ElementContent, notebook: Notebook, toCell: ToCell): Nodes {
  if (!isElement(node, 'tr')) return leftOver(node, notebook)
  const cells = node.children.flatMap((child) =>
    isElement(child, 'td', 'th')
      ? [
          ...markBefore(child, notebook),
          element(child.tagName, toCell(child.children, notebook), spans(child)),
        ]
      : leftOver(child, notebook),
  )
  const marks = markBefore(node, notebook)
  return cells.length > 0 ? [...marks, element('tr', cells)] : marks
}

function spans({ properties: { colSpan, rowSpan, scope } }: Element): Element['properties'] {
  return { colSpan, rowSpan, scope }
}

function markBefore(node: Element, notebook: Notebook): Nodes {
  const marked = notebook.markerOf(node)
  return marked ? [marked.marker] : []
}

/** Between rows and cells nothing but markers can stand; a parser has moved everything else. */
function leftOver(node: ElementContent, notebook: Notebook): Nodes {
  if (!isElement(node)) return notebook.comment(node)
  return node.tagName === 'col' || node.tagName === 'colgroup' ? [] : notebook.drop(node)
}
