/** A river plain from straight above: two arms of a river round a patchwork of fields, and a dotted boundary. */
import { slants } from '../field.ts'
import { between, ease, noise, type Random, rough, seeded } from '../ink.ts'
import { beside, box, disc, etch, even, gouge, type Point, polygon, ribbon, through } from '../line.ts'
import { block, cut, inside, type Ink, type Plate } from '../plate.ts'

/** The new course cuts straight down; the old one goes round. */
const west = through([[640, -60], [610, 90], [520, 240], [470, 420], [500, 610], [590, 770], [640, 900], [620, 1080]])
const east = through([[610, 90], [760, 150], [980, 170], [1200, 260], [1330, 450], [1300, 660], [1120, 790], [880, 850], [640, 900]])
const wide = (t: number): number => 92 + 26 * Math.sin(t * 9)
const narrow = (t: number): number => 62 + 16 * Math.sin(t * 13 + 1)

const inks: readonly Ink[] = ['paper', 'mist', 'paper', 'brass', 'mist', 'paper', 'slate', 'paper']

/** Strips of field in blocks, each block ploughed its own way. */
function fields(random: Random): string {
  let blocks = ''
  const drift = noise(9)
  for (let by = -60; by < 1060; by += 150)
    for (let bx = -80; bx < 1660; bx += 210) blocks += holding(bx, by, drift, random)
  return blocks
}

function holding(bx: number, by: number, drift: ReturnType<typeof noise>, random: Random): string {
  const turn = (drift(bx / 300, by / 300) - 0.5) * 1.1
  const at = (u: number, v: number): Point => {
    const [x, y] = [u - 105, v - 75]
    return [bx + 105 + x * Math.cos(turn) - y * Math.sin(turn), by + 75 + x * Math.sin(turn) + y * Math.cos(turn)]
  }
  const upright = random() > 0.45
  let strips = ''
  let from = 0
  const whole = upright ? 210 : 150
  while (from < whole) {
    const to = Math.min(whole, from + between(random, 18, 46))
    const shape = upright
      ? polygon([at(from, 0), at(to, 0), at(to, 150), at(from, 150)])
      : polygon([at(0, from), at(210, from), at(210, to), at(0, to)])
    const ink = inks[Math.floor(random() * inks.length)] ?? 'paper'
    strips += block(ink, shape, ' stroke="#f3ede1" stroke-width="4"')
    if (random() > 0.6) strips += inside(shape, block(ink === 'slate' ? 'mist' : 'slate', ploughed(bx, by, turn + (upright ? Math.PI / 2 : 0), random)))
    from = to
  }
  return strips
}

const ploughed = (bx: number, by: number, angle: number, random: Random): string =>
  etch(slants([bx - 20, by - 20, bx + 230, by + 170], angle, 9), { tone: () => 0.5, width: 4, random, dash: [40, 160], gap: 10, step: 14 })

function channel(course: readonly Point[], width: (t: number) => number, random: Random): string {
  const water = ribbon(course, width)
  const current = rough(33)
  const threads = Array.from({ length: 9 }, (_, i) => beside(course, (t) => (i / 8 - 0.5) * width(t) * 0.86))
  const lines = etch(threads, {
    tone: (x, y) => 0.2 + ease(0.4, 0.7, current(x / 90, y / 90)), width: 6, random, dash: [50, 220], gap: 40,
  })
  return cut('ink', water, 14, 'paper') + block('slate', lines)
}

/** Sand where a river has been slow. */
function bars(random: Random): string {
  const banks: readonly (readonly [number, number, number])[] = [[566, 300, 0.9], [450, 520, 1.5], [560, 700, 0.9], [1248, 372, 0.8], [1224, 690, 2.4], [840, 820, 0]]
  return banks
    .map(([x, y, turn]) => {
      const [dx, dy] = [Math.cos(turn) * 66, Math.sin(turn) * 66]
      return block('paper', gouge([x - dx, y - dy], [x + dx, y + dy], between(random, 24, 34), between(random, -12, 12)))
    })
    .join('')
}

/** The village: roofs along a lane, and trees. */
function village(random: Random): string {
  let roofs = ''
  let trees = ''
  for (const [i, [x, y]] of even(through([[800, 330], [860, 450], [880, 570], [990, 660]]), 30).entries()) {
    for (const side of [-1, 1]) {
      const [cx, cy] = [x + side * between(random, 24, 38), y + between(random, -6, 6)]
      if (random() > 0.22) roofs += box(cx - 13, cy - 9, 26, 18)
      if ((i + side) % 3 === 0) trees += disc(cx + side * 30, cy + 9, between(random, 10, 17))
    }
  }
  return block('paper', ribbon(through([[800, 330], [860, 450], [880, 570], [990, 660]]), () => 16)) + cut('slate', trees, 4) + cut('ink', roofs, 4)
}

function boats(): string {
  const at: readonly Point[] = [[404, 380], [414, 452], [428, 560], [1392, 470], [1378, 560], [1320, 300], [700, 910]]
  return at.map(([x, y]) => cut('ink', gouge([x - 7, y - 24], [x + 7, y + 24], 13, 0), 4)).join('')
}

const boundary = (): string => block('red', even(west, 34).map(([x, y]) => disc(x, y, 8.5)).join(''))

export const plate: Plate = {
  slug: 'the-fields-that-crossed-the-river',
  draw: () => {
    const random = seeded(41)
    const ground = block('paper', box(-20, -20, 1640, 1040)) + fields(random)
    return ground + channel(east, narrow, random) + channel(west, wide, random) + bars(random) + village(random) + boats() + boundary()
  },
}
