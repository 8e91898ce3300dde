/** A quay from the mud below it: cranes with their booms up, and a ship standing on her keel. */
import { ground, levels } from '../field.ts'
import { between, ease, type Random, rough, seeded } from '../ink.ts'
import {
  beside,
  box,
  disc,
  etch,
  gouge,
  line,
  type Point,
  polygon,
  ribbon,
  through,
} from '../line.ts'
import { block, cut, inside, type Plate, wire } from '../plate.ts'

const HORIZON = 676

function sky(): string {
  const random = seeded(11)
  const cloud = rough(5)
  const rows = levels([-20, -10, 1620, HORIZON], (y) => 12.5 + y / 120)
  const tone = (x: number, y: number): number => {
    const away = Math.hypot(x - 1376, y - 452)
    const bank = ease(0.42, 0.72, cloud(x / 420 + 3, y / 90))
    return (0.24 + 0.75 * bank) * ease(60, 620, away) + 0.1 * ease(0, 300, 300 - y)
  }
  const lines = etch(rows, { tone, width: 10, random, dash: [80, 520], gap: 22 })
  return block('mist', lines) + block('brass', disc(1376, 452, 66))
}

function shore(): string {
  const random = seeded(3)
  const hill = rough(9)
  const ridge: Point[] = [[-20, HORIZON + 8]]
  for (let x = -20; x <= 1620; x += 20) ridge.push([x, HORIZON - 8 - 46 * hill(x / 210, 0)])
  ridge.push([1620, HORIZON + 8])
  const sheds = [1230, 1290, 1420, 1500].map((x) =>
    box(x, HORIZON - between(random, 48, 72), between(random, 26, 70), 60),
  )
  return block('slate', polygon(ridge) + sheds.join('') + box(1468, 560, 12, 110))
}

/** A ship-to-shore crane from the side, boom up; `s` is its scale, feet at (x, y). */
function crane(x: number, y: number, s: number): string {
  const at = (dx: number, dy: number): Point => [x + dx * s, y - dy * s]
  const bar = (from: Point, to: Point, width: number): string =>
    ribbon([from, to], () => width * s)
  const lattice = Array.from({ length: 9 }, (_, i) => {
    const low = 312 + i * 42
    const dx = 118 + i * 11.5
    return (
      bar(at(dx, low), at(dx + 27, low + 30), 4) + bar(at(dx + 27, low + 30), at(dx + 12, low + 42), 4)
    )
  })
  return [
    bar(at(-70, 0), at(-70, 330), 15),
    bar(at(70, 0), at(70, 340), 15),
    bar(at(-70, 112), at(70, 112), 14),
    bar(at(-70, 112), at(70, 318), 7),
    bar(at(-190, 318), at(118, 318), 17),
    bar(at(70, 330), at(36, 470), 12),
    bar(at(-66, 322), at(36, 470), 9),
    bar(at(-186, 326), at(36, 468), 5),
    bar(at(106, 310), at(212, 700), 10),
    bar(at(134, 310), at(232, 700), 7),
    bar(at(36, 468), at(186, 600), 4),
    bar(at(36, 468), at(150, 470), 4),
    ...lattice,
    polygon([at(-160, 328), at(-84, 328), at(-84, 372), at(-160, 372)]),
    polygon([at(-92, 0), at(-48, 0), at(-52, 16), at(-88, 16)]),
    polygon([at(48, 0), at(92, 0), at(88, 16), at(52, 16)]),
  ].join('')
}

const quayTop = (x: number): number => 372 + (x * 296) / 640
const quayFoot = (x: number): number => 905 - (x * 205) / 640
const pile = (i: number): number => 770 - 800 / (1 + i * 0.17)

function quay(): string {
  const random = seeded(21)
  const face = polygon([
    [-30, quayTop(-30)],
    [652, quayTop(652)],
    [652, quayFoot(652)],
    [-30, quayFoot(-30)],
  ])
  let gaps = ''
  let weed = ''
  const down = (x: number, t: number): number => quayTop(x) + (quayFoot(x) - quayTop(x)) * t
  for (let i = 0; i < 36; i++) {
    const [left, right] = [pile(i), pile(i + 0.56)]
    gaps += polygon([
      [left, down(left, 0.27)],
      [right, down(right, 0.27)],
      [right, down(right, 1)],
      [left, down(left, 1)],
    ])
    const [from, to] = [right, pile(i + 1)]
    if (to >= 600) continue
    const strand = Math.max(4, (to - from) / 6)
    for (let x = from + strand / 2; x < to; x += strand) {
      weed += gouge([x, down(x, 0.48)], [x + 1, down(x, between(random, 0.58, 0.74))], strand * 0.4)
    }
  }
  return (
    cut('ink', face, 8) +
    inside(face, block('slate', gaps) + block('mist', weed)) +
    wire('paper', line([[-30, quayTop(-30) + 36], [652, quayTop(652) + 4]]), 3)
  )
}

const MID = 912
const hull = through([
  [MID - 196, 418],
  [MID - 200, 540],
  [MID - 196, 680],
  [MID - 178, 752],
  [MID - 112, 788],
  [MID, 796],
  [MID + 112, 788],
  [MID + 178, 752],
  [MID + 196, 680],
  [MID + 200, 540],
  [MID + 196, 418],
])

/** White lines that follow the flare of the bow, on the side towards the light. */
function flare(random: Random): string {
  const rows = Array.from({ length: 26 }, (_, i) => {
    const t = i / 25
    return through([
      [MID + 5, 392 + t * 330],
      [MID + 58 + t * 50, 396 + t * 290],
      [MID + 210, 424 + t * 250],
    ])
  })
  return etch(rows, {
    tone: (x, y) => (0.25 + 0.75 * ease(MID + 190, MID, x)) * (0.5 + 0.5 * ease(740, 480, y)),
    width: 8,
    random,
    dash: [90, 260],
    gap: 14,
  })
}

const anchor = (x: number): string =>
  ribbon([[x, 470], [x, 540]], () => 9) +
  ribbon(through([[x - 30, 522], [x - 22, 542], [x, 552], [x + 22, 542], [x + 30, 522]]), () => 10) +
  ribbon([[x - 16, 488], [x + 16, 488]], () => 7)

function ship(): string {
  const random = seeded(31)
  const body = polygon([...hull, [MID + 90, 390], [MID, 376], [MID - 90, 390]])
  const bottom = box(MID - 300, 640, 600, 200)
  const marks = Array.from({ length: 9 }, (_, i) =>
    line([[MID - 12, 656 + i * 12], [MID - (i % 3 ? 22 : 34), 656 + i * 12]]),
  )
  return (
    cut('ink', bridge(), 6) +
    block('paper', windows()) +
    cut('ink', body, 8) +
    inside(
      body,
      block('paper', flare(random)) +
        block('red', bottom) +
        wire('paper', line([[MID - 300, 640], [MID + 300, 640]]), 5) +
        block('ink', shade(random)),
    ) +
    cut('ink', anchor(MID - 98) + anchor(MID + 98), 7) +
    wire('paper', line(through([[MID, 380], [MID, 640], [MID, 766]])), 4) +
    wire('paper', marks.join(''), 3)
  )
}

function shade(random: Random): string {
  const rows = levels([MID - 230, 652, MID + 230, 800], () => 11, (x) => -12 * ((x - MID) / 200) ** 2)
  return etch(rows, {
    tone: (x, y) => ease(MID + 20, MID - 190, x) * 0.8 + ease(700, 800, y) * 0.5 - ease(MID - 20, MID + 120, x) * 0.2,
    width: 8,
    random,
    dash: [60, 200],
  })
}

function bridge(): string {
  const at = (points: readonly Point[]): string => polygon(points.map(([x, y]) => [MID + x, y]))
  return (
    at([[-160, 410], [-156, 296], [156, 296], [160, 410]]) +
    at([[-216, 296], [-216, 274], [216, 274], [216, 296]]) +
    at([[-124, 274], [-118, 218], [118, 218], [124, 274]]) +
    box(MID - 7, 80, 14, 140) + box(MID - 52, 132, 104, 9) + box(MID - 34, 100, 68, 7) +
    at([[66, 220], [70, 160], [112, 160], [116, 220]])
  )
}

function windows(): string {
  let data = ''
  for (let x = -104; x < 100; x += 35) data += box(MID + x, 234, 25, 22)
  for (let x = -130; x < 120; x += 48) data += box(MID + x, 330, 18, 18)
  return data
}

function mud(): string {
  const random = seeded(41)
  const relief = rough(17)
  const bank = (y: number, height: number, seed: number): string => {
    const points: Point[] = [[-30, 1030], [-30, y]]
    for (let x = 0; x <= 1620; x += 20) points.push([x, y + height * (relief(x / 260, seed) - 0.5)])
    return polygon([...points, [1640, 1030]])
  }
  const flat = ground([1010, 690], 330)
  const course = through([[-1.5, 0.96], [-0.75, 1.25], [0.35, 1.7], [1.35, 2.5], [1.2, 3.7], [1.6, 5.4], [4.6, 8], [9, 12]])
  const bank2 = (side: number): Point[] => beside(course, (t) => side * (0.3 - 0.06 * t)).map(([u, z]) => flat(u, z))
  const water = polygon([...bank2(1), ...bank2(-1).toReversed()])
  const marks = etch(
    levels([-20, 716, 1620, 1010], (y) => 7 + (y - 700) / 24, (x, y) => 26 * relief(x / 200, y / 60)),
    {
      tone: (x, y) => ease(0.4, 0.75, relief(x / 240, y / 46)) * (0.35 + 0.65 * ease(700, 1000, y)),
      width: 9,
      random,
      dash: [30, 170],
      gap: 26,
      bare: 0.14,
    },
  )
  return (
    block('slate', bank(700, 14, 1)) +
    block('ink', bank(744, 40, 2)) +
    block('mist', marks) +
    cut('paper', water, 14, 'ink') +
    inside(water, block('mist', etch(levels([-20, 700, 1620, 1010], (y) => 8 + (y - 700) / 20), { tone: (x, y) => ease(0.35, 0.7, relief(x / 130 + 7, y / 14)), width: 6, random, dash: [40, 240] })))
  )
}

function sounder(): string {
  const hood = polygon(through([[1270, 772], [1271, 750], [1286, 738], [1301, 750], [1303, 772]]))
  const coat = polygon([[1262, 786], [1286, 766], [1311, 786], [1320, 880], [1252, 880]])
  const boots = box(1264, 874, 15, 54) + box(1290, 874, 15, 54)
  const arms = ribbon([[1266, 788], [1248, 836], [1262, 852]], () => 19) + ribbon([[1304, 788], [1318, 826], [1336, 812]], () => 18)
  return cut('slate', boots, 5, 'ink') + cut('brass', coat + arms + hood, 6, 'ink') + wire('red', line([[1336, 690], [1340, 940]]), 9)
}

export const plate: Plate = {
  slug: 'low-water-at-skelmouth',
  draw: () =>
    sky() +
    shore() +
    cut('slate', crane(566, quayTop(566), 0.32), 4) +
    cut('ink', crane(410, quayTop(410), 0.52), 5) +
    cut('ink', crane(164, quayTop(164), 0.78), 6) +
    mud() +
    quay() +
    ship() +
    sounder(),
}
