/** Reads and writes the tables of a font file (OpenType 1.9, "Font file"): what `make.ts` takes apart. */

const HEADER = 12
const ENTRY = 16

/** The tables of a font by name. */
export function readTables(font: Buffer): Map<string, Buffer> {
  const tables = new Map<string, Buffer>()
  for (let place = 0; place < font.readUInt16BE(4); place += 1) {
    const entry = HEADER + ENTRY * place
    const start = font.readUInt32BE(entry + 8)
    const end = start + font.readUInt32BE(entry + 12)
    tables.set(font.toString('latin1', entry, entry + 4), font.subarray(start, end))
  }
  return tables
}

/** A font of these tables; `kind` is the number with which its file begins. */
export function writeTables(tables: Map<string, Buffer>, kind: number): Buffer {
  const names = [...tables.keys()].toSorted()
  const power = 2 ** Math.floor(Math.log2(names.length))
  const directory = Buffer.alloc(HEADER + ENTRY * names.length)
  directory.writeUInt32BE(kind, 0)
  directory.writeUInt16BE(names.length, 4)
  directory.writeUInt16BE(power * ENTRY, 6)
  directory.writeUInt16BE(Math.log2(power), 8)
  directory.writeUInt16BE((names.length - power) * ENTRY, 10)
  const parts = [directory]
  let start = directory.length
  for (const [place, name] of names.entries()) {
    const table = tables.get(name) ?? Buffer.alloc(0)
    const padded = Buffer.concat([table, Buffer.alloc((4 - (table.length % 4)) % 4)])
    const entry = HEADER + ENTRY * place
    directory.write(name, entry, 'latin1')
    directory.writeUInt32BE(checksum(padded), entry + 4)
    directory.writeUInt32BE(start, entry + 8)
    directory.writeUInt32BE(table.length, entry + 12)
    parts.push(padded)
    start += padded.length
  }
  return Buffer.concat(parts)
}

function checksum(padded: Buffer): number {
  let sum = 0
  for (let at = 0; at < padded.length; at += 4) sum = (sum + padded.readUInt32BE(at)) >>> 0
  return sum
}
