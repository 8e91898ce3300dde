/** A ship's bow over a quay: ropes hang slack from it to a bollard, all but the red one. */
import { levels } from '../field.ts'
import { person, standing } from '../figure.ts'
import { between, ease, type Random, rough, seeded } from '../ink.ts'
import { box, disc, etch, line, type Point, polygon, ribbon, through } from '../line.ts'
import { block, cut, inside, type Plate, wire } from '../plate.ts'

const QUAY = 790

function sky(random: Random): string {
  const gust = rough(19)
  const wind = etch(levels([-20, -20, 1620, 640], () => 16, (x, y) => 60 * gust(x / 520, y / 180) - x / 22), {
    tone: (x, y) => ease(0.4, 0.75, gust(x / 500 + 4, y / 90)),
    width: 12, random, dash: [160, 700], gap: 50, bare: 0.12,
  })
  return block('mist', wind)
}

/** The bow, seen from the quay: flare, stem and the strake of paint under it. */
const stem = through([[560, -20], [600, 190], [640, 400], [668, 560], [676, 700]])
const hull = polygon([...stem, [1640, 700], [1640, -20]])

function ship(random: Random): string {
  const plates = etch(levels([540, -20, 1640, 600], () => 24, (x, y) => (x - 600) * (y - 300) * 0.00016), {
    tone: (x, y) => 0.25 + 0.6 * ease(620, 1500, x - (y - 300) * 0.15),
    width: 8, random, dash: [120, 420], gap: 30,
  })
  const boot = polygon([[655, 520], [676, 700], [1640, 700], [1640, 560]])
  const seams = [820, 1060, 1320, 1560].map((x) => line([[x - 40, -20], [x, 560]])).join('')
  const hawses = [[900, 214], [1064, 208], [1230, 202], [1400, 198]].map(([x = 0, y = 0]) =>
    cut('paper', polygon([[x - 34, y - 15], [x + 34, y - 17], [x + 38, y + 17], [x - 30, y + 19]]), 7, 'slate'),
  )
  return cut('ink', hull, 6) + inside(hull, block('slate', plates) + wire('slate', seams, 4) + block('brass', boot)) + hawses.join('')
}

function water(random: Random): string {
  const chop = rough(43)
  const lines = etch(levels([-20, 640, 1620, QUAY], (y) => 8 + (y - 640) / 12, (x, y) => 14 * chop(x / 70, y / 30)), {
    tone: (x, y) => ease(0.36, 0.68, chop(x / 110, y / 24)), width: 9, random, dash: [40, 200], gap: 36, bare: 0.16,
  })
  return block('ink', box(-20, 640, 1640, 170)) + block('mist', lines)
}

function quay(random: Random): string {
  const stone = rough(61)
  const worn = etch(levels([-20, QUAY + 22, 1620, 1020], () => 15, (x, y) => 10 * stone(x / 160, y / 40)), {
    tone: (x, y) => ease(0.42, 0.7, stone(x / 90, y / 50)), width: 10, random, dash: [60, 260], gap: 60, bare: 0.2,
  })
  const joints = [140, 470, 800, 1130, 1460].map((x) => line([[x, QUAY + 26], [x + (x - 800) * 0.24, 1020]])).join('')
  return block('slate', box(-20, QUAY, 1640, 240)) + block('mist', worn) + wire('ink', joints, 5) + block('paper', box(-20, QUAY, 1640, 20)) + wire('ink', line([[-20, QUAY + 22], [1620, QUAY + 22]]), 5)
}

/** Five ropes: where each comes from, and how far its middle hangs below a straight line. */
const ropes: readonly (readonly [Point, Point, number])[] = [
  [[1400, 200], [402, 700], 210],
  [[1230, 204], [396, 724], 170],
  [[900, 216], [384, 764], 120],
  [[1400, 204], [390, 744], 290],
]

function hang([from, to, sag]: (typeof ropes)[number]): Point[] {
  return Array.from({ length: 41 }, (_, i): Point => {
    const t = i / 40
    return [from[0] + (to[0] - from[0]) * t, from[1] + (to[1] - from[1]) * t + 4 * sag * t * (1 - t)]
  })
}

/** A rope with its strands showing. */
function strand(course: readonly Point[], random: Random): string {
  const lay: string[] = []
  for (let i = 1; i < course.length; i++) {
    const [a, b] = [course[i - 1], course[i]]
    if (!a || !b) continue
    for (const t of [0.2, 0.55, 0.9]) {
      const [x, y] = [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t]
      lay.push(ribbon([[x - 5, y - 8], [x + 5 + between(random, -1, 1), y + 8]], () => 3))
    }
  }
  return cut('paper', ribbon(course, () => 20), 9, 'ink') + block('ink', lay.join(''))
}

function bollard(): string {
  const shaft = polygon([[268, 640], [412, 640], [424, 800], [444, 868], [236, 868], [256, 800]])
  const head = polygon([...through([[212, 640], [226, 598], [300, 580], [380, 580], [452, 598], [470, 640]]), [448, 662], [234, 662]])
  const turns = [700, 724, 746, 768].map((y) => cut('paper', ribbon(through([[248, y - 4], [300, y + 13], [380, y + 13], [432, y - 4]]), () => 19), 8, 'ink')).join('')
  return cut('ink', shaft + head + box(206, 862, 268, 34), 7, 'paper') + wire('mist', line([[236, 622], [300, 606], [360, 604]]), 7) + turns
}

const tight: readonly Point[] = [[1064, 210], [420, 676]]

export const plate: Plate = {
  slug: 'rope',
  draw: () => {
    const random = seeded(29)
    const slack = ropes.map((rope) => strand(hang(rope), random)).join('')
    const pull = cut('red', ribbon(tight, () => 19), 8, 'paper') + cut('red', ribbon(through([[254, 664], [300, 686], [380, 688], [426, 668]]), () => 19), 6, 'paper')
    const man = cut('ink', person(1240, QUAY + 74, 190, standing, -1), 6, 'paper') + block('red', disc(1240, QUAY + 74 - 182, 0.1))
    return sky(random) + water(random) + ship(random) + quay(random) + slack + bollard() + pull + man
  },
}
