/** Every row that is tried as each viewer, in the order in which the wall tries them. */
import type { Row } from './matrix.ts'
import { actionRows } from './rows-actions.ts'
import { addressRows } from './rows-addresses.ts'
import { cachingRows } from './rows-caching.ts'
import { errorRows } from './rows-errors.ts'
import { fileRows } from './rows-files.ts'
import { headRows } from './rows-heads.ts'
import { identityRows } from './rows-identity.ts'
import { insideRows } from './rows-inside.ts'
import { listRows } from './rows-lists.ts'
import { otherVersionRows } from './rows-other-versions.ts'
import { outlineRows } from './rows-outline.ts'
import { outputRows } from './rows-outputs.ts'
import { requestRows } from './rows-requests.ts'
import { transportRows } from './rows-transport.ts'

/** What is about caches is tried while many read. */
export const busyRows: Row[] = [
  ...outputRows.filter(({ number }) => number === 'W47'),
  ...cachingRows,
]

export const quietRows: Row[] = [
  ...transportRows,
  ...addressRows,
  ...requestRows,
  ...headRows,
  ...insideRows,
  ...outlineRows,
  ...fileRows,
  ...actionRows,
  ...errorRows,
  ...identityRows,
  ...otherVersionRows,
  ...outputRows,
  ...listRows,
].filter((row) => !busyRows.includes(row))
